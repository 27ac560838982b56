# Dart's runtime, which holds the Sass compiler.
npm_package sass-embedded-win32-ia32 1.89.0 || return 0
program dart.exe '1.89.0 of sass-embedded, Dart' "$package/dart-sass/src/dart.exe"
printf '$w: 10px;\n.a { .b { width: $w * 2; } }\n' >in.scss
guest "C:\\app\\sass.snapshot" in.scss out.css --no-source-map
check 'compiles a style sheet' grep -q 'width: 20px' out.css
