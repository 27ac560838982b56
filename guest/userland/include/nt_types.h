#pragma once

typedef void VOID, *PVOID, *LPVOID;
typedef const void *LPCVOID, *PCVOID;
typedef char CHAR, *PCHAR, *LPSTR, *PSTR;
typedef const char *LPCSTR, *PCSTR, *PCCH;
typedef unsigned char UCHAR, BYTE, BOOLEAN, *PUCHAR, *PBYTE, *PBOOLEAN;
typedef __WCHAR_TYPE__ WCHAR, *PWCHAR, *LPWSTR, *PWSTR;
typedef const WCHAR *LPCWSTR, *PCWSTR;
typedef short SHORT, CSHORT;
typedef unsigned short USHORT, WORD, *PUSHORT;
typedef int INT;
typedef long LONG, NTSTATUS, *PLONG;
typedef unsigned int UINT;
typedef unsigned long ULONG, DWORD, ACCESS_MASK, ULONG_PTR, SIZE_T, LCID;
typedef ULONG *PULONG, *LPDWORD, *PULONG_PTR, *PSIZE_T, *LPLONG;
typedef long LONG_PTR;
typedef int BOOL, *PBOOL, *LPBOOL;
typedef long long LONGLONG;
typedef unsigned long long ULONGLONG;
typedef PVOID HANDLE, HMODULE, HINSTANCE, HGLOBAL, HLOCAL, *PHANDLE;

typedef union { struct { ULONG LowPart; LONG HighPart; }; LONGLONG QuadPart; } LARGE_INTEGER, *PLARGE_INTEGER;
typedef union { struct { ULONG LowPart; ULONG HighPart; }; ULONGLONG QuadPart; } ULARGE_INTEGER, *PULARGE_INTEGER;

typedef struct LIST_ENTRY { struct LIST_ENTRY *Flink, *Blink; } LIST_ENTRY, *PLIST_ENTRY;
typedef struct { USHORT Length, MaximumLength; PWSTR Buffer; } UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;
typedef struct { USHORT Length, MaximumLength; PSTR Buffer; } ANSI_STRING, *PANSI_STRING, STRING, *PSTRING;
typedef const ANSI_STRING *PCANSI_STRING;
typedef struct { HANDLE UniqueProcess, UniqueThread; } CLIENT_ID, *PCLIENT_ID;

#define NULL ((void *)0)
#define TRUE 1
#define FALSE 0
#define CONST const
#define NTAPI __attribute__((stdcall))
#define WINAPI NTAPI
#define CDECL __attribute__((cdecl))
#define NORETURN __attribute__((noreturn))
#define NOINLINE __attribute__((noinline))
#define UNUSED __attribute__((unused))
#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#define MAX_PATH 260
#define PAGE_SIZE 0x1000u
#define MAXUSHORT 0xFFFFu

#define CONTAINING_RECORD(address, type, field) ((type *)((PUCHAR)(address) - __builtin_offsetof(type, field)))
#define FIELD_OFFSET(type, field) __builtin_offsetof(type, field)
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ALIGN_UP(value, unit) (((ULONG_PTR)(value) + (unit) - 1) & ~((ULONG_PTR)(unit) - 1))
#define ALIGN_DOWN(value, unit) ((ULONG_PTR)(value) & ~((ULONG_PTR)(unit) - 1))
#define OFFSET_IS(type, field, offset) _Static_assert(FIELD_OFFSET(type, field) == (offset), #type "." #field)
#define SIZE_IS(type, size) _Static_assert(sizeof(type) == (size), "size of " #type)

#ifdef _NTDLL_
#define NTSYSAPI
#else
#define NTSYSAPI __attribute__((dllimport))
#endif

static inline void InitializeListHead(PLIST_ENTRY head)
{
    head->Flink = head->Blink = head;
}

static inline int IsListEmpty(const LIST_ENTRY *head)
{
    return head->Flink == head;
}

static inline void RemoveEntryList(PLIST_ENTRY entry)
{
    entry->Blink->Flink = entry->Flink;
    entry->Flink->Blink = entry->Blink;
}

static inline void InsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry)
{
    entry->Flink = head;
    entry->Blink = head->Blink;
    head->Blink->Flink = entry;
    head->Blink = entry;
}

static inline void InsertHeadList(PLIST_ENTRY head, PLIST_ENTRY entry)
{
    entry->Flink = head->Flink;
    entry->Blink = head;
    head->Flink->Blink = entry;
    head->Flink = entry;
}
