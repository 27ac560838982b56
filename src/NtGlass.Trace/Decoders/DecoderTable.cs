using NtGlass.Profiles;

namespace NtGlass.Trace.Decoders;

/// <summary>Which decoder prints which type.</summary>
static class DecoderTable
{
    static readonly ScalarDecoder Scalar = new();
    static readonly OpaquePointerDecoder Opaque = new();
    static readonly BufferDecoder Buffer = new();

    static readonly Dictionary<string, IArgumentDecoder> ByType = new(StringComparer.Ordinal)
    {
        ["PUNICODE_STRING"] = new UnicodeStringDecoder(),
        ["PCUNICODE_STRING"] = new UnicodeStringDecoder(),
        ["POBJECT_ATTRIBUTES"] = new ObjectAttributesDecoder(),
        ["PCOBJECT_ATTRIBUTES"] = new ObjectAttributesDecoder(),
        ["PIO_STATUS_BLOCK"] = new IoStatusBlockDecoder(),
        ["PCLIENT_ID"] = new ClientIdDecoder(),
        ["PCONTEXT"] = new ContextDecoder(),
        ["PEXCEPTION_RECORD"] = new ExceptionRecordDecoder(),
        ["PCWSTR"] = new WideTextDecoder(),
        ["PWSTR"] = new WideTextDecoder(),
        ["LPCWSTR"] = new WideTextDecoder(),
        ["PVOID *"] = new ScalarPointerDecoder("PVOID"),
    };

    static readonly HashSet<string> PointedScalars =
    [
        "HANDLE", "ULONG", "LONG", "SIZE_T", "BOOLEAN", "NTSTATUS", "ACCESS_MASK", "LARGE_INTEGER", "ULARGE_INTEGER", "USHORT", "ULONG_PTR",
        "ULONGLONG", "LUID", "LCID", "LANGID", "RTL_ATOM", "DWORD", "UINT", "BOOL", "INT",
    ];

    /// <summary>Types whose names begin as pointers' names do, and that are numbers.</summary>
    static readonly HashSet<string> ValuesInP =
        ["PALETTEENTRY", "PLUGPLAY_CONTROL_CLASS", "POINT", "PORT_INFORMATION_CLASS", "POWER_ACTION", "POWER_INFORMATION_LEVEL", "PROCESSINFOCLASS"];

    public static IArgumentDecoder For(ServiceParameter parameter)
    {
        string type = parameter.Type;
        if (ByType.TryGetValue(type, out IArgumentDecoder? known)) return known;
        if (TargetOf(type) is string target && PointedScalars.Contains(target)) return new ScalarPointerDecoder(target);
        if (parameter.Size is not null) return Buffer;
        return IsPointer(type) ? Opaque : Scalar;
    }

    static string? TargetOf(string type)
    {
        if (type.EndsWith(" *", StringComparison.Ordinal)) return type[..^2];
        return type.Length > 1 && type[0] == 'P' ? type[1..] : null;
    }

    static bool IsPointer(string type) =>
        type.EndsWith('*') || type.Length > 1 && type[0] == 'P' && !ValuesInP.Contains(type) || type.StartsWith("LPC", StringComparison.Ordinal);
}
