using System.Text;
using NtGlass.Abi;

namespace NtGlass.Trace.Decoders;

/// <summary>A pointer to one number: <c>0x12ff10 [0x1c]</c>.</summary>
sealed class ScalarPointerDecoder(string targetType) : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        ulong? value = ScalarText.SizeOf(targetType) switch
        {
            1 => argument.Memory.ReadByte(argument.Address),
            2 => argument.Memory.ReadUInt16(argument.Address),
            8 => argument.Memory.ReadUInt64(argument.Address),
            _ => argument.Memory.ReadUInt32(argument.Address),
        };
        if (value is null) return false;
        ScalarText.Write(Open(text, argument), targetType, value.Value, argument);
        text.Append(']');
        return true;
    }
}
