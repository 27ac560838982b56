namespace NtGlass.Kernel;

/// <summary>Shows a console to the user.</summary>
interface IConsoleView
{
    /// <summary>A program has written text; the buffer holds it already.</summary>
    void Written(ScreenBuffer buffer, ReadOnlySpan<char> text);

    /// <summary>Shows the buffer as it is now.</summary>
    void Show(ScreenBuffer buffer);

    /// <summary>Rings, as the bell character asks.</summary>
    void Ring();

    void SetTitle(string title);

    /// <summary>Leaves the user's terminal as a program should.</summary>
    void End(ScreenBuffer buffer);
}
