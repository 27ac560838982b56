#pragma once
#include "nt_types.h"

typedef struct { union { NTSTATUS Status; PVOID Pointer; }; ULONG_PTR Information; } IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;
typedef VOID (NTAPI *PIO_APC_ROUTINE)(PVOID context, PIO_STATUS_BLOCK ioStatusBlock, ULONG reserved);

#define FILE_READ_DATA 0x0001u
#define FILE_WRITE_DATA 0x0002u
#define FILE_LIST_DIRECTORY 0x0001u
#define FILE_EXECUTE 0x0020u
#define FILE_READ_ATTRIBUTES 0x0080u
#define FILE_WRITE_ATTRIBUTES 0x0100u
#define DELETE 0x00010000u
#define SYNCHRONIZE 0x00100000u
#define GENERIC_ALL 0x10000000u
#define GENERIC_WRITE 0x40000000u
#define GENERIC_READ 0x80000000u

#define FILE_SHARE_READ 1u
#define FILE_SHARE_WRITE 2u
#define FILE_SHARE_DELETE 4u
#define FILE_SHARE_ALL 7u

enum { FILE_SUPERSEDE, FILE_OPEN, FILE_CREATE, FILE_OPEN_IF, FILE_OVERWRITE, FILE_OVERWRITE_IF };
enum { FILE_SUPERSEDED, FILE_OPENED, FILE_CREATED, FILE_OVERWRITTEN, FILE_EXISTS, FILE_DOES_NOT_EXIST };

#define FILE_DIRECTORY_FILE 0x00000001u
#define FILE_WRITE_THROUGH 0x00000002u
#define FILE_SEQUENTIAL_ONLY 0x00000004u
#define FILE_NO_INTERMEDIATE_BUFFERING 0x00000008u
#define FILE_SYNCHRONOUS_IO_NONALERT 0x00000020u
#define FILE_NON_DIRECTORY_FILE 0x00000040u
#define FILE_RANDOM_ACCESS 0x00000800u
#define FILE_DELETE_ON_CLOSE 0x00001000u
#define FILE_OPEN_FOR_BACKUP_INTENT 0x00004000u
#define FILE_OPEN_REMOTE_INSTANCE 0x00000400u
#define FILE_OPEN_REPARSE_POINT 0x00200000u
#define FILE_OPEN_NO_RECALL 0x00400000u

#define FILE_ATTRIBUTE_READONLY 0x01u
#define FILE_ATTRIBUTE_DIRECTORY 0x10u
#define FILE_ATTRIBUTE_NORMAL 0x80u
#define FILE_ATTRIBUTE_VALID_FLAGS 0x7FB7u
#define FILE_ATTRIBUTE_VALID_SET_FLAGS 0x31A7u
#define INVALID_FILE_ATTRIBUTES 0xFFFFFFFFu

enum {
    FileDirectoryInformation = 1, FileBothDirectoryInformation = 3, FileBasicInformation = 4,
    FileStandardInformation = 5, FileRenameInformation = 10, FileDispositionInformation = 13,
    FilePositionInformation = 14, FileAllocationInformation = 19, FileEndOfFileInformation = 20,
    FileFsDeviceInformation = 4
};

typedef struct {
    LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime;
    ULONG FileAttributes, Padding;
} FILE_BASIC_INFORMATION;
SIZE_IS(FILE_BASIC_INFORMATION, 0x28);

typedef struct {
    LARGE_INTEGER AllocationSize, EndOfFile;
    ULONG NumberOfLinks;
    BOOLEAN DeletePending, Directory;
    USHORT Padding;
} FILE_STANDARD_INFORMATION;
SIZE_IS(FILE_STANDARD_INFORMATION, 0x18);

typedef struct {
    LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime, AllocationSize, EndOfFile;
    ULONG FileAttributes, Padding;
} FILE_NETWORK_OPEN_INFORMATION;
SIZE_IS(FILE_NETWORK_OPEN_INFORMATION, 0x38);

typedef struct {
    ULONG NextEntryOffset, FileIndex;
    LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime, EndOfFile, AllocationSize;
    ULONG FileAttributes, FileNameLength, EaSize;
    CHAR ShortNameLength;
    WCHAR ShortName[12];
    WCHAR FileName[];
} FILE_BOTH_DIR_INFORMATION, *PFILE_BOTH_DIR_INFORMATION;
OFFSET_IS(FILE_BOTH_DIR_INFORMATION, FileName, 0x5E);

typedef struct { BOOLEAN ReplaceIfExists; HANDLE RootDirectory; ULONG FileNameLength; WCHAR FileName[]; } FILE_RENAME_INFORMATION;
OFFSET_IS(FILE_RENAME_INFORMATION, FileName, 0x0C);

#define FILE_DEVICE_DISK 0x07u
#define FILE_DEVICE_NAMED_PIPE 0x11u
#define FILE_DEVICE_NULL 0x15u
#define FILE_DEVICE_CONSOLE 0x50u
typedef struct { ULONG DeviceType, Characteristics; } FILE_FS_DEVICE_INFORMATION;
