using System.Text;
using NtGlass.Kernel;

namespace NtGlass.Cli.Registries;

/// <summary>What <c>ntglass reg query</c> prints of a key.</summary>
static class KeyListing
{
    static readonly string[] TypeNames =
    [
        "REG_NONE", "REG_SZ", "REG_EXPAND_SZ", "REG_BINARY", "REG_DWORD", "REG_DWORD_BIG_ENDIAN", "REG_LINK", "REG_MULTI_SZ",
        "REG_RESOURCE_LIST", "REG_FULL_RESOURCE_DESCRIPTOR", "REG_RESOURCE_REQUIREMENTS_LIST", "REG_QWORD",
    ];

    public static void Print(KeyNode key, string path, bool isRecursive)
    {
        Console.WriteLine(path);
        foreach (KeyValue value in key.Values) Print(value);
        foreach (KeyNode child in key.Subkeys)
        {
            string childPath = $@"{path}\{child.Name}";
            if (isRecursive) Print(child, childPath, isRecursive);
            else Console.WriteLine(childPath);
        }
    }

    public static void Print(KeyValue value) =>
        Console.WriteLine($"    {(value.Name.Length == 0 ? "(Default)" : value.Name)}    {TypeName(value.Type)}    {Text(value)}");

    static string TypeName(uint type) => type < TypeNames.Length ? TypeNames[type] : $"0x{type:x}";

    static string Text(KeyValue value)
    {
        ReadOnlySpan<byte> data = value.Data.Span;
        return TypeName(value.Type) switch
        {
            "REG_SZ" or "REG_EXPAND_SZ" or "REG_LINK" => Encoding.Unicode.GetString(data).TrimEnd('\0'),
            "REG_MULTI_SZ" => Encoding.Unicode.GetString(data).TrimEnd('\0').Replace("\0", @"\0", StringComparison.Ordinal),
            "REG_DWORD" when data.Length == 4 => $"0x{BitConverter.ToUInt32(data):x}",
            "REG_QWORD" when data.Length == 8 => $"0x{BitConverter.ToUInt64(data):x}",
            _ => Convert.ToHexStringLower(data),
        };
    }
}
