/* Program entry, system calls and the return from signals, in place of a C library. */
        .text
        .globl  _start, system_call, restore_context, text_end
_start:
        mov     $main_stack_end, %esp
        xor     %ebp, %ebp
        call    oracle_main
        hlt

/* int system_call(int number, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f) */
system_call:
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     20(%esp), %eax
        mov     24(%esp), %ebx
        mov     28(%esp), %ecx
        mov     32(%esp), %edx
        mov     36(%esp), %esi
        mov     40(%esp), %edi
        mov     44(%esp), %ebp
        int     $0x80
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret

restore_context:
        mov     $173, %eax
        int     $0x80
text_end:
        .section .note.GNU-stack, "", @progbits
