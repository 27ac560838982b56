# Wine's own command shell and tools.
program cmd.exe 'Wine 10.0' cmd
userland=wine
printf 'pear\r\napple\r\nfig\r\nbanana\r\n' >fruit.txt
cat >job.bat <<'BATCH'
@echo off
setlocal enabledelayedexpansion
set /a sum=0
for /l %%i in (1,1,10) do set /a sum+=%%i
echo sum is %sum%
for /f "tokens=*" %%f in (fruit.txt) do echo fruit %%f>>list.txt
type fruit.txt | sort > sorted.txt
type sorted.txt
if exist list.txt (echo there is a list) else (echo there is none)
call :part one two
mkdir made\deep
copy fruit.txt made\deep\copy.txt >nul
move made\deep\copy.txt made\moved.txt >nul
dir /b made
type nowhere.txt 2>nul || echo no such file
cmd /c exit 7
echo code %errorlevel%
exit /b 3
:part
echo part %1 and %2
goto :eof
BATCH
sed -i 's/$/\r/' job.bat

guest /c 'echo Hello from a shell'
check 'echoes' output_is 'Hello from a shell\n'
expected=3
guest /c job.bat
check 'runs a batch file with loops, pipes, redirection, a child shell' output_is 'sum is 55\napple\nbanana\nfig\npear\nthere is a list\npart one and two\ndeep\nmoved.txt\nno such file\ncode 7\n'
batch() { printf '@echo off\n%s\n' "$1" | sed 's/$/\r/' >one.bat; }
batch 'type fruit.txt | find "a" | findstr "banana apple"'
guest /c one.bat
check 'joins programs by pipes' output_is 'apple\nbanana\n'
batch 'find "apple" fruit.txt'
guest /c one.bat
check 'runs find.exe' output_has '^apple'

program findstr.exe 'Wine 10.0' findstr
printf 'alpha 1\r\nbeta 22\r\ngamma 333\r\n' >lines.txt
guest /r 'a.*2' lines.txt
check 'finds by a pattern' output_is 'beta 22\n'
program xcopy.exe 'Wine 10.0' xcopy
mkdir -p from/inner/most && echo a >from/a.txt && echo b >from/inner/b.txt && echo c >from/inner/most/c.dat
guest from to /e /i /y
check 'copies a tree' diff -r from to
program reg.exe 'Wine 10.0' reg
options='--sandbox compatibility-reg'
guest add 'HKCU\Software\NtGlass' /v Number /t REG_DWORD /d 42 /f
check 'adds a value'
guest query 'HKCU\Software\NtGlass' /v Number
check 'reads it in another run of the same sandbox' output_has 'Number +REG_DWORD +0x2a'
guest export 'HKCU\Software\NtGlass' out.reg /y
exported() { iconv -f UTF-16 -t UTF-8 out.reg | grep -q '"Number"=dword:0000002a'; }
check 'exports a key' exported
guest delete 'HKCU\Software\NtGlass' /f
check 'deletes it'
