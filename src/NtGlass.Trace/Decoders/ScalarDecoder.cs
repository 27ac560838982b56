using System.Text;

namespace NtGlass.Trace.Decoders;

/// <summary>A number by value: by name where it has one, one or two words wide.</summary>
sealed class ScalarDecoder : IArgumentDecoder
{
    public void Write(StringBuilder text, in Argument argument)
    {
        string type = argument.Parameter.Type;
        ulong value = argument.Value;
        if (argument.Parameter.Words == 2 && argument.Index + 1 < argument.Words.Length) value |= (ulong)argument.Words[argument.Index + 1] << 32;
        else value &= ScalarText.SizeOf(type) switch { 1 => 0xFF, 2 => 0xFFFF, _ => uint.MaxValue };
        ScalarText.Write(text, type, value, argument);
    }
}
