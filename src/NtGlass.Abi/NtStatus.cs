namespace NtGlass.Abi;

/// <summary>A status code as NT returns it; the known ones are in <c>data/abi/ntstatus.txt</c>.</summary>
public readonly partial record struct NtStatus(uint Code)
{
    /// <summary>True for success and informational codes (NT_SUCCESS).</summary>
    public bool IsSuccess => (int)Code >= 0;

    /// <summary>True for error codes only (NT_ERROR): warnings such as STATUS_BUFFER_OVERFLOW are not.</summary>
    public bool IsError => Code >> 30 == 3;

    /// <summary>NT's name of the code, or null when it has none here.</summary>
    public string? Name
    {
        get
        {
            int index = Codes.BinarySearch(Code);
            return index < 0 ? null : Names[index];
        }
    }

    /// <summary>The name where there is one, else the code in hexadecimal.</summary>
    public override string ToString() => Name ?? $"0x{Code:X8}";
}
