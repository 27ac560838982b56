using System.Text;

namespace NtGlass.Trace.Decoders;

/// <summary>
/// A pointer with what it points at: <c>0x12ff10 [0x1c]</c>; <c>NULL</c>; <c>0xdeadbeef?</c> where the memory cannot be read;
/// the address alone while there is nothing behind it yet.
/// </summary>
abstract class PointerDecoder : IArgumentDecoder
{
    public void Write(StringBuilder text, in Argument argument)
    {
        if (argument.Value == 0)
        {
            text.Append("NULL");
            return;
        }
        int start = text.Length;
        if (argument.IsFilled && TryWriteTarget(text, argument)) return;
        text.Length = start;
        text.Append($"0x{argument.Value:x}");
        if (argument.IsFilled) text.Append('?');
    }

    /// <summary>Prints the whole argument.</summary>
    /// <returns>False when the memory cannot be read.</returns>
    protected abstract bool TryWriteTarget(StringBuilder text, in Argument argument);

    protected static StringBuilder Open(StringBuilder text, in Argument argument) => text.Append($"0x{argument.Value:x} [");
}
