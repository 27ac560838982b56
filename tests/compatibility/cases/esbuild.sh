# esbuild, a Go program: goroutines on several threads, asynchronous files.
npm_package @esbuild/win32-ia32 0.28.2 || return 0
program esbuild.exe '0.28.2, Go' "$package/esbuild.exe"
mkdir -p src/parts
cat >src/main.ts <<'CODE'
import { area, Shape } from './parts/shape'
import words from './words.json'
const shapes: Shape[] = [{ kind: 'circle', r: 2 }, { kind: 'square', side: 3 }]
console.log(words.total, shapes.map(area).reduce((a, b) => a + b, 0).toFixed(3))
CODE
cat >src/parts/shape.ts <<'CODE'
export type Shape = { kind: 'circle'; r: number } | { kind: 'square'; side: number }
export const area = (s: Shape): number => s.kind === 'circle' ? Math.PI * s.r ** 2 : s.side * s.side
export const unused = () => { throw new Error('tree shaking') }
CODE
echo '{ "total": "sum" }' >src/words.json
bundle_runs() { [[ $(node "$1") == 'sum 21.566' ]]; }

guest --version
check 'tells its version' output_is '0.28.2\n'
guest src/main.ts --bundle --platform=node --outfile=out/main.js
check 'bundles TypeScript and JSON' bundle_runs out/main.js
guest src/main.ts --bundle --minify --sourcemap --platform=node --outfile=out/small.js
minified() { bundle_runs out/small.js && [[ -s out/small.js.map ]] && ! grep -q 'tree shaking' out/small.js; }
check 'minifies, with a source map' minified
echo 'let x: number = ;' >bad.ts
expected=1
guest bad.ts
check 'reports a syntax error' grep -q 'Unexpected ";"' "$work/err"
