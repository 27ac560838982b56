# The system call gate of the test host: where ntdll's stubs arrive through the shared page.
    .intel_syntax noprefix
    .text
    .globl Gate, LoadRegisters

# eax = service, esp -> return into the stub, return into its caller, arguments.
Gate:
    lea edx, [esp+8]
    push ebp
    mov ebp, esp
    and esp, -16
    sub esp, 8
    push edx
    push eax
    call Dispatch
    mov esp, ebp
    pop ebp
    ret

# LoadRegisters(REGISTERS *)
LoadRegisters:
    mov ebp, [esp+4]
    mov esp, [ebp+16]
    push [ebp+32]
    push [ebp+36]
    push [ebp+20]
    mov eax, [ebp]
    mov ecx, [ebp+4]
    mov edx, [ebp+8]
    mov ebx, [ebp+12]
    mov esi, [ebp+24]
    mov edi, [ebp+28]
    pop ebp
    popfd
    ret
    .section .note.GNU-stack,"",@progbits
