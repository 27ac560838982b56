# FFmpeg's probe, built with MinGW.
npm_package @ffprobe-installer/win32-ia32 5.1.0 || return 0
program ffprobe.exe '5.1, MinGW' "$package/ffprobe.exe"
python3 - <<'CODE'
import math, struct, wave
with wave.open('tone.wav', 'wb') as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(8000)
    out.writeframes(b''.join(struct.pack('<h', int(9000 * math.sin(i / 5))) for i in range(16000)))
CODE
guest -v error -show_entries stream=codec_name,sample_rate,duration -of csv=p=0 tone.wav
check 'reads a sound file' output_is 'pcm_s16le,8000,2.000000\n'
