# Compiler helpers with register conventions of their own.
    .intel_syntax noprefix
    .section .text$d_crt, "x"

# __allshl, __allshr, __aullshr: edx:eax shifted by cl.
    .p2align 4
    .globl __allshl, __allshr, __aullshr
__allshl:
    cmp cl, 64
    jae 2f
    cmp cl, 32
    jae 1f
    shld edx, eax, cl
    shl eax, cl
    ret
1:  mov edx, eax
    xor eax, eax
    and cl, 31
    shl edx, cl
    ret
2:  xor eax, eax
    xor edx, edx
    ret

__allshr:
    cmp cl, 64
    jae 2f
    cmp cl, 32
    jae 1f
    shrd eax, edx, cl
    sar edx, cl
    ret
1:  mov eax, edx
    sar edx, 31
    and cl, 31
    sar eax, cl
    ret
2:  sar edx, 31
    mov eax, edx
    ret

__aullshr:
    cmp cl, 64
    jae 2f
    cmp cl, 32
    jae 1f
    shrd eax, edx, cl
    shr edx, cl
    ret
1:  mov eax, edx
    xor edx, edx
    and cl, 31
    shr eax, cl
    ret
2:  xor eax, eax
    xor edx, edx
    ret

# __chkstk, __alloca_probe: lowers esp by eax, touching each page on the way.
    .p2align 4
    .globl __chkstk, __alloca_probe
__chkstk:
__alloca_probe:
    push ecx
    lea ecx, [esp+8]
1:  cmp eax, 0x1000
    jb 2f
    sub ecx, 0x1000
    test [ecx], eax
    sub eax, 0x1000
    jmp 1b
2:  sub ecx, eax
    test [ecx], eax
    mov eax, esp
    mov esp, ecx
    mov ecx, [eax]
    mov eax, [eax+4]
    push eax
    ret
