/* Tokens, privileges, impersonation, access checks and security descriptors.
   Wine 10 differs in 19 checks: it lets everybody open named objects, whatever their lists and the thread's token say, does not know
   restricted tokens and some classes, and takes a primary token for impersonation. */
#include "check.h"
#include <winternl.h>

enum { ShutdownPrivilege = 19, TcbPrivilege = 7 };
enum { AccessDenied = 0xC0000022, BufferTooSmall = 0xC0000023, PrivilegeNotHeld = 0xC0000061, NoToken = 0xC000007C,
    NotAllAssigned = 0x106, NoImpersonationToken = 0xC000005C, GenericNotMapped = 0xC00000E6, BadLevel = 0xC00000A5, BadType = 0xC00000A8,
    InvalidInfoClass = 0xC0000003, InvalidOwner = 0xC000005A };

NTSTATUS NTAPI NtOpenProcessToken(HANDLE, ULONG, HANDLE *);
NTSTATUS NTAPI NtOpenThreadToken(HANDLE, ULONG, BOOLEAN, HANDLE *);
NTSTATUS NTAPI NtQueryInformationToken(HANDLE, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtSetInformationToken(HANDLE, ULONG, void *, ULONG);
NTSTATUS NTAPI NtAdjustPrivilegesToken(HANDLE, BOOLEAN, TOKEN_PRIVILEGES *, ULONG, TOKEN_PRIVILEGES *, ULONG *);
NTSTATUS NTAPI NtAdjustGroupsToken(HANDLE, BOOLEAN, TOKEN_GROUPS *, ULONG, TOKEN_GROUPS *, ULONG *);
NTSTATUS NTAPI NtDuplicateToken(HANDLE, ULONG, OBJECT_ATTRIBUTES *, BOOLEAN, ULONG, HANDLE *);
NTSTATUS NTAPI NtFilterToken(HANDLE, ULONG, TOKEN_GROUPS *, TOKEN_PRIVILEGES *, TOKEN_GROUPS *, HANDLE *);
NTSTATUS NTAPI NtPrivilegeCheck(HANDLE, PRIVILEGE_SET *, BOOLEAN *);
NTSTATUS NTAPI NtAccessCheck(void *, HANDLE, ULONG, GENERIC_MAPPING *, PRIVILEGE_SET *, ULONG *, ULONG *, NTSTATUS *);
NTSTATUS NTAPI NtQuerySecurityObject(HANDLE, ULONG, void *, ULONG, ULONG *);
NTSTATUS NTAPI NtSetSecurityObject(HANDLE, ULONG, void *);
NTSTATUS NTAPI NtSetInformationThread(HANDLE, ULONG, void *, ULONG);
NTSTATUS NTAPI NtImpersonateAnonymousToken(HANDLE);
NTSTATUS NTAPI NtShutdownSystem(ULONG);
NTSTATUS NTAPI NtSetSystemTime(LARGE_INTEGER *, LARGE_INTEGER *);

static HANDLE Token;
static BYTE Answer[0x400];
static ULONG Length;
static struct { BYTE revision, count, authority[6]; DWORD sub[2]; } World = {1, 1, {0, 0, 0, 0, 0, 1}, {0}}, Administrators = {1, 2, {0, 0, 0, 0, 0, 5}, {32, 544}};

static TOKEN_PRIVILEGES One(DWORD privilege, DWORD attributes)
{
    TOKEN_PRIVILEGES one = {1, {{{privilege, 0}, attributes}}};
    return one;
}

static void About(void)
{
    Check("open", NtOpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &Token), 0);
    Check("user asked", NtQueryInformationToken(Token, TokenUser, NULL, 0, &Length), BufferTooSmall);
    CHECK(Length >= 8 + 12 && Length <= sizeof(Answer));
    Check("user", NtQueryInformationToken(Token, TokenUser, Answer, Length, &Length), 0);
    Check("the SID lies behind", (DWORD)((TOKEN_USER *)Answer)->User.Sid, (DWORD)(Answer + 8));
    Check("its revision", Answer[8], 1);
    Check("groups", NtQueryInformationToken(Token, TokenGroups, Answer, sizeof(Answer), &Length), 0);
    CHECK(((TOKEN_GROUPS *)Answer)->GroupCount >= 3);
    Check("type", NtQueryInformationToken(Token, TokenType, Answer, 4, &Length), 0);
    Check("primary", *(DWORD *)Answer, TokenPrimary);
    Check("level of a primary token", NtQueryInformationToken(Token, TokenImpersonationLevel, Answer, 4, &Length), InvalidInfoClass);
    Check("statistics", NtQueryInformationToken(Token, TokenStatistics, Answer, sizeof(Answer), &Length), 0);
    Check("their length", Length, 0x38);
    Check("source", NtQueryInformationToken(Token, TokenSource, Answer, 16, &Length), 0);
    Check("default DACL", NtQueryInformationToken(Token, TokenDefaultDacl, Answer, sizeof(Answer), &Length), 0);
    Check("its revision is 2", ((TOKEN_DEFAULT_DACL *)Answer)->DefaultDacl->AclRevision, ACL_REVISION);
    Check("session", NtQueryInformationToken(Token, TokenSessionId, Answer, 4, &Length), 0);
    Check("no such class", NtQueryInformationToken(Token, 999, Answer, 4, &Length), InvalidInfoClass);
}

static void Privileges(void)
{
    TOKEN_PRIVILEGES change = One(ShutdownPrivilege, SE_PRIVILEGE_ENABLED), before;
    struct { DWORD count, control; LUID_AND_ATTRIBUTES one; } set = {1, PRIVILEGE_SET_ALL_NECESSARY, {{ShutdownPrivilege, 0}, 0}};
    LARGE_INTEGER date = {.QuadPart = 0x01C0000000000000};
    BOOLEAN holds = 2;
    Check("not enabled", NtPrivilegeCheck(Token, (PRIVILEGE_SET *)&set, &holds), 0);
    Check("so it is not held", holds, FALSE);
    Check("enable", NtAdjustPrivilegesToken(Token, FALSE, &change, sizeof(before), &before, &Length), 0);
    Check("one changed", before.PrivilegeCount, 1);
    Check("it was off", before.Privileges[0].Attributes, 0);
    Check("enabled", NtPrivilegeCheck(Token, (PRIVILEGE_SET *)&set, &holds), 0);
    Check("so it is held", holds, TRUE);
    Check("used for access", set.one.Attributes, SE_PRIVILEGE_USED_FOR_ACCESS);
    Check("put back", NtAdjustPrivilegesToken(Token, FALSE, &before, 0, NULL, NULL), 0);
    Check("off again", NtShutdownSystem(0), PrivilegeNotHeld);
    change = One(TcbPrivilege, SE_PRIVILEGE_ENABLED);
    Check("not assigned", NtAdjustPrivilegesToken(Token, FALSE, &change, 0, NULL, NULL), NotAllAssigned);
    Check("the date needs one", NtSetSystemTime(&date, NULL), PrivilegeNotHeld);
}

static void Impersonation(void)
{
    HANDLE duplicate, thread, none = NULL;
    SECURITY_QUALITY_OF_SERVICE quality = {sizeof(quality), SecurityIdentification, 0, 0};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof(attributes), .SecurityQualityOfService = &quality};
    Check("no token at first", NtOpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &thread), NoToken);
    Check("a primary token is none to impersonate", NtSetInformationThread(GetCurrentThread(), 5, &Token, 4), BadType);
    Check("duplicate", NtDuplicateToken(Token, 0, &attributes, FALSE, TokenImpersonation, &duplicate), 0);
    Check("impersonate", NtSetInformationThread(GetCurrentThread(), 5, &duplicate, 4), 0);
    Check("open", NtOpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &thread), 0);
    Check("level", NtQueryInformationToken(thread, TokenImpersonationLevel, Answer, 4, &Length), 0);
    Check("identification", *(DWORD *)Answer, SecurityIdentification);
    SetLastError(0);
    Check("identification opens nothing", OpenEventA(SYNCHRONIZE, FALSE, "Security.Event") == NULL, 1);
    Check("the error", GetLastError(), ERROR_BAD_IMPERSONATION_LEVEL);
    Check("a higher level cannot be made of it", NtDuplicateToken(duplicate, 0, NULL, FALSE, TokenPrimary, &thread), BadLevel);
    Check("revert", NtSetInformationThread(GetCurrentThread(), 5, &none, 4), 0);
    Check("no token again", NtOpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &thread), NoToken);
    Check("anonymous", NtImpersonateAnonymousToken(GetCurrentThread()), 0);
    FAILS(OpenEventA(SYNCHRONIZE, FALSE, "Security.Event"), ERROR_ACCESS_DENIED);
    Check("revert again", NtSetInformationThread(GetCurrentThread(), 5, &none, 4), 0);
}

static void Descriptors(HANDLE event)
{
    struct { SECURITY_DESCRIPTOR_RELATIVE head; ACL list; ACE_HEADER ace; DWORD mask; DWORD sid[3]; } given = {
        {1, 0, SE_DACL_PRESENT | SE_SELF_RELATIVE, 0, 0, 0, 20}, {ACL_REVISION, 0, 28, 1, 0}, {ACCESS_DENIED_ACE_TYPE, 0, 20}, EVENT_MODIFY_STATE,
        {0x101, 0x01000000, 0}};
    Check("length asked", NtQuerySecurityObject(event, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, NULL, 0, &Length), BufferTooSmall);
    Check("asked", NtQuerySecurityObject(event, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, Answer, Length, &Length), 0);
    Check("control", *(WORD *)(Answer + 2), SE_SELF_RELATIVE | SE_DACL_PRESENT);
    CHECK(*(DWORD *)(Answer + 4) != 0 && *(DWORD *)(Answer + 8) == 0 && *(DWORD *)(Answer + 16) != 0);
    Check("set", NtSetSecurityObject(event, DACL_SECURITY_INFORMATION, &given), 0);
    FAILS(OpenEventA(EVENT_MODIFY_STATE, FALSE, "Security.Event"), ERROR_ACCESS_DENIED);
    FAILS(OpenEventA(SYNCHRONIZE, FALSE, "Security.Event"), ERROR_ACCESS_DENIED);
    HANDLE handle = OpenEventA(READ_CONTROL | WRITE_DAC, FALSE, "Security.Event");
    CHECK(handle != NULL);
    given.head.Control = SE_DACL_PRESENT | SE_SELF_RELATIVE;
    given.head.Dacl = 0;
    Check("a list that is not there lets everybody in", NtSetSecurityObject(handle, DACL_SECURITY_INFORMATION, &given), 0);
    CHECK(OpenEventA(EVENT_ALL_ACCESS, FALSE, "Security.Event") != NULL);
}

static void AccessChecks(void)
{
    struct { SECURITY_DESCRIPTOR_RELATIVE head; ACL list; ACE_HEADER ace; DWORD mask; DWORD sid[3]; DWORD owner[3]; } given = {
        {1, 0, SE_DACL_PRESENT | SE_SELF_RELATIVE, 48, 48, 0, 20}, {ACL_REVISION, 0, 28, 1, 0}, {ACCESS_ALLOWED_ACE_TYPE, 0, 20}, 3,
        {0x101, 0x01000000, 0}, {0x101, 0x01000000, 0}};
    GENERIC_MAPPING mapping = {1, 2, 4, 7};
    BYTE set[64];
    ULONG room = sizeof(set), granted = 9;
    NTSTATUS status = 9;
    HANDLE client, restricted;
    SECURITY_QUALITY_OF_SERVICE quality = {sizeof(quality), SecurityImpersonation, 0, 0};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof(attributes), .SecurityQualityOfService = &quality};
    TOKEN_GROUPS only = {1, {{&Administrators, 0}}};
    Check("a primary token", NtAccessCheck(&given, Token, 1, &mapping, (void *)set, &room, &granted, &status), NoImpersonationToken);
    Check("duplicate", NtDuplicateToken(Token, 0, &attributes, FALSE, TokenImpersonation, &client), 0);
    Check("generic rights", NtAccessCheck(&given, client, GENERIC_READ, &mapping, (void *)set, &room, &granted, &status), GenericNotMapped);
    Check("allowed", NtAccessCheck(&given, client, 3, &mapping, (void *)set, &room, &granted, &status), 0);
    Check("its status", status, 0);
    Check("its rights", granted, 3);
    Check("more", NtAccessCheck(&given, client, 4, &mapping, (void *)set, &room, &granted, &status), 0);
    Check("is denied", status, AccessDenied);
    Check("most", NtAccessCheck(&given, client, MAXIMUM_ALLOWED, &mapping, (void *)set, &room, &granted, &status), 0);
    Check("most rights, an owner's among them", granted, READ_CONTROL | WRITE_DAC | 3);
    Check("restricted", NtFilterToken(client, 0, NULL, NULL, &only, &restricted), 0);
    Check("both must be allowed", NtAccessCheck(&given, restricted, 1, &mapping, (void *)set, &room, &granted, &status), 0);
    Check("and are not", status, AccessDenied);
    Check("set owner", NtSetInformationToken(Token, TokenOwner, &(void *){&World}, 4), InvalidOwner);
}

int main(void)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, "Security.Event");
    About();
    Privileges();
    Impersonation();
    Descriptors(event);
    AccessChecks();
    return Done(72);
}
