using System.Text;
using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Trace.Decoders;

/// <summary>Numbers of the types that services use, as text.</summary>
static class ScalarText
{
    static readonly string[] CountingWords = ["Length", "Size", "Count", "Number", "Bytes", "Increment", "Priority"];

    /// <summary>How many bytes a value of the type takes in memory.</summary>
    public static int SizeOf(string type) => type switch
    {
        "BOOLEAN" or "UCHAR" or "CHAR" or "BYTE" => 1,
        "USHORT" or "SHORT" or "WCHAR" or "WORD" or "LANGID" or "RTL_ATOM" or "ATOM" => 2,
        "LARGE_INTEGER" or "ULARGE_INTEGER" or "LONGLONG" or "ULONGLONG" or "ULONG64" or "LUID" => 8,
        _ => 4,
    };

    public static void Write(StringBuilder text, string type, ulong value, in Argument argument)
    {
        if (SizeOf(type) <= 4 && argument.Constants.TryFindFor(argument.Service.Name, argument.Parameter.Name, type, out ConstantSet? names))
        {
            text.Append(names.Format((uint)value));
            return;
        }
        switch (type)
        {
            case "HANDLE":
                WriteHandle(text, argument, (uint)value);
                break;
            case "BOOLEAN":
                text.Append((byte)value switch { 0 => "FALSE", 1 => "TRUE", byte other => $"0x{other:x}" });
                break;
            case "BOOL":
                text.Append(value switch { 0 => "FALSE", 1 => "TRUE", _ => $"0x{value:x}" });
                break;
            case "NTSTATUS":
                text.Append(new NtStatus((uint)value).ToString());
                break;
            case "PVOID" or "ULONG_PTR" or "SIZE_T" or "HWND" or "HDC" or "HBITMAP" or "HBRUSH":
                text.Append(value == 0 ? type == "PVOID" ? "NULL" : "0" : $"0x{value:x}");
                break;
            case "LARGE_INTEGER" or "LONGLONG":
                text.Append((long)value);
                break;
            case "LONG" or "int" or "INT":
                text.Append((int)value);
                break;
            default:
                text.Append(value < 10 || IsCount(argument.Parameter.Name) ? $"{value}" : $"0x{value:x}");
                break;
        }
    }

    static void WriteHandle(StringBuilder text, in Argument argument, uint value)
    {
        ServiceParameter parameter = argument.Parameter;
        bool isProcess = parameter.Name.Contains("Process", StringComparison.Ordinal);
        bool isThread = parameter.Name.Contains("Thread", StringComparison.Ordinal);
        text.Append(value switch
        {
            0 => "NULL",
            0xFFFFFFFF when isProcess => "NtCurrentProcess",
            0xFFFFFFFE when isThread => "NtCurrentThread",
            _ => $"0x{value:x}",
        });
        if (argument.NameOfHandle?.Invoke(value) is string name) text.Append(" (").Append(name).Append(')');
    }

    static bool IsCount(string name) => CountingWords.Any(word => name.Contains(word, StringComparison.Ordinal));
}
