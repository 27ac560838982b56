.macro ENTER
        lea     4(%esp), %edx
        int     $0x2e
.endm
#include "system-call.inc"
