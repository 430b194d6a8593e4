"""The commands of `./motcua`, a command or group of them a module; loaded when one is called."""
