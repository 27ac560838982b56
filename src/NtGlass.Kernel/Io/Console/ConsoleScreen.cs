using System.Text;

namespace NtGlass.Kernel;

/// <summary>A screen buffer of a console, with what writes text into it.</summary>
sealed class ConsoleScreen
{
    Decoder? decoder;
    uint decoderCodePage;

    public ConsoleScreen(NtConsole console, ScreenBuffer buffer)
    {
        Console = console;
        Buffer = buffer;
        Writer = new ScreenWriter(buffer)
        {
            Bell = console.View.Ring,
            Reply = console.Input.AddText,
            Title = title => console.Title = title,
        };
    }

    public NtConsole Console { get; }

    public ScreenBuffer Buffer { get; }

    public ScreenWriter Writer { get; }

    /// <summary>How many files are open on it.</summary>
    public int Opens { get; set; }

    bool IsActive => Console.Active == this;

    /// <summary>Writes text as WriteConsole does.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        Writer.Write(text);
        if (!IsActive) return;
        Console.View.Written(Buffer, text);
        Refresh();
    }

    /// <summary>Writes bytes in the console's output code page; a character that is not whole waits for the rest.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (decoder is null || decoderCodePage != Console.OutputCodePage)
        {
            decoderCodePage = Console.OutputCodePage;
            decoder = CodePages.Find(decoderCodePage)!.GetDecoder();
        }
        char[] text = new char[decoder.GetCharCount(bytes, flush: false)];
        decoder.GetChars(bytes, text, flush: false);
        Write(text);
    }

    /// <summary>Shows the user what has changed.</summary>
    public void Refresh()
    {
        if (IsActive) Console.View.Show(Buffer);
    }
}
