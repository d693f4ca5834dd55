#!/bin/sh
# Makes the README's pictures anew from the sample cases. Needs chromium, poppler and ImageMagick.
set -eu
cd "$(dirname "$0")/../.."
pictures=$(pwd)/samples/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { "${PYTHON:-.venv/bin/python}" -c 'from pipeline.cli import main; main()' "$@" || [ $? -eq 1 ]; }
run build samples/cases/messy --out "$work/messy" >/dev/null
run build samples/cases/illness --out "$work/illness" >/dev/null

shot() { # name, height, style → picture of the report with that style added
    { cat "$work/messy/report.html"; echo "<style>$3</style>"; } >"$work/$1.html"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,"$2" \
        --screenshot="$work/$1.png" "file://$work/$1.html" 2>/dev/null
}
shot top 1010 ''
shot debts 560 'body > *:not(main), main > *:not(#debts) { display: none }'
convert "$work/top.png" "$work/debts.png" -append -resize 900x +dither -colors 160 \
    "PNG8:$pictures/report.png"

cd "$work"
pdftoppm -r 60 -png illness/*.pdf page
montage page-01.png page-03.png page-05.png page-08.png page-10.png page-15.png \
    -tile 2x3 -geometry +6+6 -background '#8a8f98' pack.png
convert pack.png -resize 760x +dither -colors 128 "PNG8:$pictures/pack.png"
ls -l "$pictures"
