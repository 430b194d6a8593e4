"""How the image is built: `Containerfile`, and what it installs."""
