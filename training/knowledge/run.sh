#!/bin/sh
# Writes knowledge/actors and knowledge/places anew and checks them. Needs TOCSIN_PACKAGES and TOCSIN_DATA (see README.md).
set -eu
cd "$(dirname "$0")"
for script in countries groups organisations persons places features; do python3 "$script.py"; done
python3 check.py
