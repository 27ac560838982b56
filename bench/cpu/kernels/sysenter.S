/* The kernel comes back to the address on top of the stack, with ecx as stack pointer, as KiFastSystemCallRet is reached. */
.macro ENTER
        call    fast_system_call
.endm
#include "system-call.inc"
fast_system_call:
        mov     %esp, %edx
        sysenter
