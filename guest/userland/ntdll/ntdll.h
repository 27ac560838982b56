#pragma once
#include "nt.h"

PVOID RtlpAllocate(SIZE_T size);
VOID RtlpFree(PVOID block);

/* rtl_path.c */
extern const WCHAR RtlpDosDevicesPrefix[];

/* rtl_environment.c */
ULONG RtlpEnvironmentSize(PCWSTR environment);
PCWSTR RtlpFindVariable(PCWSTR environment, PCUNICODE_STRING name);
