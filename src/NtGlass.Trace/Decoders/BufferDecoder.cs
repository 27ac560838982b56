using System.Text;
using NtGlass.Abi;

namespace NtGlass.Trace.Decoders;

/// <summary>A buffer with its first bytes: <c>0x403000 "hello\n"</c> for text, <c>0x403000 [01 02 03 ..]</c> for the rest.</summary>
sealed class BufferDecoder : PointerDecoder
{
    const int ShownText = 32;
    const int ShownBytes = 8;

    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        uint length = Length(argument);
        byte[] bytes = new byte[Math.Min(length, ShownText)];
        if (argument.Memory.Read(argument.Address, bytes) != bytes.Length) return false;
        text.Append($"0x{argument.Value:x}");
        if (bytes.Length == 0) return true;
        if (IsText(bytes))
        {
            text.Append(' ');
            QuotedText.Write(text, Encoding.Latin1.GetString(bytes), length > bytes.Length);
            return true;
        }
        string hex = string.Join(' ', bytes.Take(ShownBytes).Select(value => value.ToString("x2")));
        text.Append($" [{hex}{(length > ShownBytes ? " .." : "")}]");
        return true;
    }

    /// <summary>What the call has filled, or what the caller says it holds.</summary>
    static uint Length(in Argument argument)
    {
        string? size = argument.Parameter.Size;
        uint? declared = size switch
        {
            null => 0,
            ['*', .. string name] => argument.Sibling(name) is uint pointer ? argument.Memory.ReadUInt32(new GuestAddress(pointer)) : 0,
            _ => argument.Sibling(size),
        };
        bool isOutput = argument.Parameter.Direction == Profiles.ParameterDirection.Out;
        uint? filled = isOutput && argument.SiblingOfType("PIO_STATUS_BLOCK") is uint block and not 0
            ? argument.Memory.ReadUInt32(new GuestAddress(block + 4))
            : null;
        return Math.Min(declared ?? 0, filled ?? uint.MaxValue);
    }

    static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            if (value is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or > 0x7E) return false;
        return true;
    }
}
