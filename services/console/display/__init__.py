"""What commands show: tables, words in Vietnamese and English, progress."""
