# Node's last 32-bit builds: V8 compiles to machine code of its own.
npm_package node-win-x86 22.23.2 || return 0
program node.exe '22.23.2, MSVC, V8' "$package/bin/node.exe"
guest --version
check 'tells its version' output_is 'v22.23.2\n'
cat >work.js <<'CODE'
const fs = require('fs'), zlib = require('zlib'), crypto = require('crypto'), path = require('path')
const data = Buffer.from(Array.from({ length: 100000 }, (_, i) => (i * i) & 255))
fs.mkdirSync('made', { recursive: true })
fs.writeFileSync(path.join('made', 'data.gz'), zlib.gzipSync(data))
const back = zlib.gunzipSync(fs.readFileSync('made/data.gz'))
const primes = []
for (let n = 2; primes.length < 2000; n++) if (primes.every(p => p * p > n || n % p)) primes.push(n)
setTimeout(() => fs.promises.readdir('made').then(names => console.log(names.join(), primes.at(-1),
  crypto.createHash('sha256').update(back).digest('hex').slice(0, 16), process.platform, process.arch)), 20)
CODE
guest work.js
check 'computes, compresses, hashes, reads and writes' output_is "data.gz 17389 $(node -e "process.stdout.write(require('crypto').createHash('sha256').update(Buffer.from(Array.from({length:100000},(_,i)=>(i*i)&255))).digest('hex').slice(0,16))") win32 ia32\n"
