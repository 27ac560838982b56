using System.Text;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>A console on what is no terminal: the text that programs write, in UTF-8, and nothing else.</summary>
sealed class PlainView(IConsole host, ConsoleStream stream) : IConsoleView
{
    readonly Encoder encoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetEncoder();

    public void Written(ScreenBuffer buffer, ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[encoder.GetByteCount(text, flush: false)];
        encoder.GetBytes(text, bytes, flush: false);
        host.Write(stream, bytes);
    }

    public void Show(ScreenBuffer buffer)
    {
    }

    public void Ring()
    {
    }

    public void SetTitle(string title)
    {
    }

    public void End(ScreenBuffer buffer)
    {
    }
}
