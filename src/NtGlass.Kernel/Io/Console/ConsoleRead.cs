using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A read of a console's input.</summary>
interface IConsoleRead
{
    IoRequest Request { get; }

    /// <summary>Ends the read when there is input enough.</summary>
    /// <returns>What the read ended with, or null when it has to wait.</returns>
    NtStatus? TryFinish(ConsoleInput input);
}

/// <summary>ReadConsoleInput and PeekConsoleInput.</summary>
sealed record EventRead(IoControl Control, bool Removes, bool Waits) : IConsoleRead
{
    public IoRequest Request => Control.Request;

    public NtStatus? TryFinish(ConsoleInput input)
    {
        if (input.Count == 0 && Waits) return null;
        return Control.Answer(NtStatus.Success, input.Copy((int)Math.Min(Control.OutputLength, int.MaxValue) / InputRecord.Size, Removes));
    }
}

/// <summary>ReadConsole and ReadFile: a line, or the characters that are there.</summary>
/// <param name="Codes">The code page of the bytes to read; null for UTF-16.</param>
/// <param name="WakeupMask">The control characters that end the read at once.</param>
/// <param name="TellsEnd">The end of the host's input is the end of a file, as for NtReadFile.</param>
sealed record TextRead(
    IoRequest Request, UserBuffer Buffer, uint Length, Encoding? Codes, uint WakeupMask = 0, bool HasControl = false,
    bool TellsEnd = false) : IConsoleRead
{
    const uint MostBytes = 0x10000;

    /// <summary>READ_CONSOLE_CONTROL has the state of the control keys before the text.</summary>
    int HeaderBytes => HasControl ? 4 : 0;

    public NtStatus? TryFinish(ConsoleInput input)
    {
        CookedLine line = input.Line;
        int room = (int)Math.Min(Length, MostBytes) - HeaderBytes;
        if (room <= 0) return Request.Complete(room < 0 ? NtStatus.InvalidParameter : NtStatus.Success, 0);
        if (!line.HasText && !line.Read(input, WakeupMask)) return null;
        if (!line.HasText && TellsEnd) return Request.Complete(NtStatus.EndOfFile, 0);
        byte[] text = line.Take(room, Codes);
        byte[] answer = HasControl ? [.. BitConverter.GetBytes((uint)line.ControlKeys), .. text] : text;
        NtStatus status = Request.CopyOut(Buffer, answer);
        return Request.Complete(status, status.IsSuccess ? (uint)answer.Length : 0);
    }
}
