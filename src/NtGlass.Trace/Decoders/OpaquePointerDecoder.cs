using System.Text;

namespace NtGlass.Trace.Decoders;

/// <summary>A pointer to something that is not printed.</summary>
sealed class OpaquePointerDecoder : IArgumentDecoder
{
    public void Write(StringBuilder text, in Argument argument) =>
        text.Append(argument.Value == 0 ? "NULL" : $"0x{argument.Value:x}");
}
