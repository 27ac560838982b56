using System.Text;
using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Cli.Sessions;

/// <summary>Wine's loader puts code in the place of a function that a DLL lacks; when it is called, it raises an exception with both names.</summary>
static class MissingFunction
{
    const int LongestName = 128;

    /// <summary>EXCEPTION_WINE_STUB.</summary>
    public static NtStatus Code { get; } = new(0x80000100);

    /// <summary>The DLL and the function, by its name or #number; null for another exception.</summary>
    public static string? Describe(in ExceptionEvent exception, IGuestMemory memory)
    {
        if (exception.Code != Code || exception.Information.Count < 2) return null;
        uint function = exception.Information[1];
        string name = function <= ushort.MaxValue ? $"#{function}" : Text(memory, function);
        return $"it called the function {name} of {Text(memory, exception.Information[0])}, which does not have it";
    }

    static string Text(IGuestMemory memory, uint address)
    {
        var text = new StringBuilder();
        for (uint index = 0; index < LongestName && memory.ReadByte(new GuestAddress(address + index)) is byte letter and >= 0x20 and < 0x7F; index++) text.Append((char)letter);
        return text.ToString();
    }
}
