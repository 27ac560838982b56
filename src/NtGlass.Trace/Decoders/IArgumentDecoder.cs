using System.Text;

namespace NtGlass.Trace.Decoders;

/// <summary>Prints the arguments of one type.</summary>
public interface IArgumentDecoder
{
    void Write(StringBuilder text, in Argument argument);
}
