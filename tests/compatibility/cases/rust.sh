# Rust programs built with MSVC's linker.
npm_package @vscode/ripgrep-win32-ia32 1.18.0 || return 0
program rg.exe '1.18.0 of @vscode/ripgrep, Rust' "$(find "$package" -name rg.exe)"
mkdir -p tree/a/b
cp "$root"/src/NtGlass.Pe/*.cs tree/a/b/
echo 'needle one' >tree/one.txt
echo 'hay' >tree/two.txt
guest --no-config -n 'needle [a-z]+' tree
check 'searches a tree' output_has 'one.txt:1:needle one'
guest --no-config --count-matches --sort path 'public' tree
counts() { diff <(tr -d '\r' <"$work/out" | tr '\\' '/' | grep -c .) <(grep -rl public tree | wc -l); }
check 'counts matches in parallel' counts
npm_package @sentry/cli-win32-i686 3.8.0 || return 0
program sentry-cli.exe '3.8.0, Rust' "$package/bin/sentry-cli.exe"
guest --version
check 'tells its version' output_has 'sentry-cli 3.8.0'
mkdir maps
echo 'function f(){return 1}' >maps/a.js
guest sourcemaps inject maps
check 'injects debug ids into scripts' grep -q 'debugId=' maps/a.js
