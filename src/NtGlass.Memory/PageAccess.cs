namespace NtGlass.Memory;

/// <summary>What a page may be used for; the half of the address space decides about the ring.</summary>
[Flags]
public enum PageAccess : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
    ReadWrite = Read | Write,
    ReadExecute = Read | Execute,
    All = Read | Write | Execute,
}
