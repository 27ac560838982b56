# 7-Zip's console program, built with MSVC. The same package holds its Linux build, which checks what ours made.
npm_package 7zip-bin 5.2.0 || return 0
host=$package/linux/x64/7za
chmod +x "$host"
program 7za.exe '21.07, MSVC' "$package/win/ia32/7za.exe"
mkdir -p tree/deep/er
cp "$root"/data/profiles/winxp-sp3-x86/* tree/
cp "$root"/src/NtGlass.Kernel/*/*.cs tree/deep/
cp "$package"/win/ia32/7za.exe tree/deep/er/
: >tree/empty
host_has_tree() { rm -rf back && "$host" x -y -oback "$1" >/dev/null && diff -r tree back/tree; }

guest a -mmt=2 -mx=5 threads.7z tree
check 'creates a 7z archive with two threads' host_has_tree threads.7z
guest l threads.7z
check 'lists it' output_has 'er.7za.exe'
guest t threads.7z
check 'tests it' output_has 'Everything is Ok'
guest x -y -oours threads.7z
check 'extracts it' diff -r tree ours/tree
echo changed >tree/empty
guest u threads.7z tree
check 'updates it' host_has_tree threads.7z
"$host" a -tzip host.zip tree >/dev/null
guest x -y -oours.zip host.zip
check 'extracts a zip of another program' diff -r tree ours.zip/tree
guest a -tzip -mx=9 ours-made.zip tree
check 'creates a zip' unzip -tq ours-made.zip
guest a -p'pass word' -mhe=on secret.7z tree/deep/er
check 'encrypts (AES-256)' "$host" t -p'pass word' secret.7z
for part in 1 2 3 4 5 6 7 8 9; do cat tree/deep/*.cs tree/*.txt; echo "$part"; done | head -c 10000000 >ten.megabytes
guest a -ms=on -mx=7 solid.7z ten.megabytes
same_file() { "$host" x -y -oback10 solid.7z >/dev/null && cmp ten.megabytes back10/ten.megabytes; }
check 'compresses 10 MB, solid' same_file
guest b 1 -md18
check 'runs its benchmark' output_has 'Tot:'
