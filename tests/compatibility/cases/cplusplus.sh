# C++ of both compilers: one program made here with MinGW's runtime linked in, one made with MSVC.
program workers.exe 'GCC 12, MinGW, winpthreads' "$here/programs/workers.exe"
expected=5
guest x
check 'threads, exceptions, containers' output_is 'arguments 1 x\ncaught bad item 42 after 101 destructors\nfrom a thread: bad item 42\nout of range\nouter 7 nested\n4950 done, 50 failed, sum 384936, longest 3710\nalpha:1 beta:22 gamma:333    3.142\n3 lines\nthread local\n5\n'
npm_package rcedit 4.0.1 || return 0
program rcedit.exe '2.0.0, MSVC, iostream' "$package/bin/rcedit.exe"
cp "$root/tests/compatibility/programs/workers.exe" target.exe
guest target.exe --set-version-string CompanyName 'Glass Works' --set-file-version 4.5.6.7
check 'writes a version resource into a program' grep -qaP 'G\0l\0a\0s\0s\0 \0W\0o\0r\0k\0s' target.exe
guest target.exe --get-version-string CompanyName
check 'reads it back' output_has 'Glass Works'
