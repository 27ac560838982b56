using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The control codes of a console's input and of the console itself.</summary>
static class ConDrvInput
{
    const uint InputCodePageBit = 1, OutputCodePageBit = 2;
    const int MostTitle = 0x8000;

    /// <inheritdoc cref="ConDrvControls.Run" path="/returns"/>
    public static NtStatus Run(NtConsole console, IoControl control, byte[] input)
    {
        ConsoleInput events = console.Input;
        switch (control.Code)
        {
            case ConDrvControls.GetMode:
                return Exactly(control, BitConverter.GetBytes((uint)events.Mode));
            case ConDrvControls.SetMode:
                if (input.Length != sizeof(uint)) return NtStatus.InvalidParameter;
                events.Mode = (InputModes)BitConverter.ToUInt32(input);
                return Done(control);
            case ConDrvControls.ReadConsole:
                return events.Begin(new TextRead(control.Request, control.Output, control.OutputLength, null));
            case ConDrvControls.ReadFile:
                return events.Begin(new TextRead(control.Request, control.Output, control.OutputLength, CodePages.Find(console.InputCodePage)));
            case ConDrvControls.ReadConsoleControl:
                return ReadWithControl(console, control, input);
            case ConDrvControls.ReadInput or ConDrvControls.Peek:
                return ReadEvents(events, control, input);
            case ConDrvControls.WriteInput:
                if (input.Length % InputRecord.Size != 0) return NtStatus.InvalidParameter;
                NtStatus added = events.Add(input);
                return added.IsError ? added : Done(control);
            case ConDrvControls.GetInputCount:
                events.Fetch();
                return Exactly(control, BitConverter.GetBytes((uint)events.Count));
            case ConDrvControls.Flush:
                events.Fetch();
                events.Flush();
                return Done(control);
            default:
                return RunConsole(console, control, input);
        }
    }

    static NtStatus RunConsole(NtConsole console, IoControl control, byte[] input)
    {
        switch (control.Code)
        {
            case ConDrvControls.GetInputInfo:
                return Exactly(control, new GuestRecord(8).Set(0, console.InputCodePage).Set(4, console.OutputCodePage).Bytes);
            case ConDrvControls.SetInputInfo:
                return SetCodePages(console, control, input);
            case ConDrvControls.GetTitle:
                return GetTitle(console, control, input);
            case ConDrvControls.SetTitle:
                if (input.Length > MostTitle * 2) return NtStatus.InvalidParameter;
                console.Title = Encoding.Unicode.GetString(input);
                return Done(control);
            case ConDrvControls.GetProcessList:
                return ListProcesses(console, control);
            case ConDrvControls.CtrlEvent:
                if (input.Length != 8) return NtStatus.InvalidParameter;
                uint group = BitConverter.ToUInt32(input, 4);
                console.Interrupt((ConsoleControlEvent)BitConverter.ToUInt32(input), group == 0 ? ConsoleInterrupts.GroupOf(control.Caller.Process) : group);
                return Done(control);
            case ConDrvControls.Beep:
                console.View.Ring();
                console.Active.Refresh();
                return Done(control);
            case ConDrvControls.GetWindow:
                // There is no window.
                return Exactly(control, new byte[4]);
            default:
                return NtStatus.InvalidHandle;
        }
    }

    static NtStatus ReadEvents(ConsoleInput events, IoControl control, byte[] input)
    {
        const ushort NoRemove = 1;
        bool isPeek = control.Code == ConDrvControls.Peek;
        ushort flags = input.Length == sizeof(ushort) ? BitConverter.ToUInt16(input) : isPeek ? NoRemove : (ushort)0;
        return events.Begin(new EventRead(control, Removes: (flags & NoRemove) == 0, Waits: !isPeek));
    }

    // The input: which control characters wake the caller up, and the beginning of the line.
    static NtStatus ReadWithControl(NtConsole console, IoControl control, byte[] input)
    {
        if (input.Length < sizeof(uint) || input.Length % 2 != 0 || control.OutputLength < sizeof(uint)) return NtStatus.InvalidParameter;
        console.Input.Line.Prefill(Encoding.Unicode.GetString(input.AsSpan(sizeof(uint))));
        return console.Input.Begin(new TextRead(
            control.Request, control.Output, control.OutputLength, null, BitConverter.ToUInt32(input), HasControl: true));
    }

    static NtStatus SetCodePages(NtConsole console, IoControl control, byte[] input)
    {
        if (input.Length != 12) return NtStatus.InvalidParameter;
        ReadOnlySpan<uint> fields = MemoryMarshal.Cast<byte, uint>(input);
        bool setsInput = (fields[0] & InputCodePageBit) != 0, setsOutput = (fields[0] & OutputCodePageBit) != 0;
        if (setsInput && CodePages.Find(fields[1]) is null || setsOutput && CodePages.Find(fields[2]) is null) return NtStatus.InvalidParameter;
        if (setsInput) console.InputCodePage = fields[1];
        if (setsOutput) console.OutputCodePage = fields[2];
        return Done(control);
    }

    // The answer: the title's length in characters, and as much of it as fits.
    static NtStatus GetTitle(NtConsole console, IoControl control, byte[] input)
    {
        if (input.Length != sizeof(uint) || control.OutputLength < sizeof(uint)) return NtStatus.InvalidParameter;
        string title = BitConverter.ToUInt32(input) != 0 ? console.Title : console.OriginalTitle;
        return control.Answer(NtStatus.Success, [.. BitConverter.GetBytes((uint)title.Length), .. Encoding.Unicode.GetBytes(title)]);
    }

    static NtStatus ListProcesses(NtConsole console, IoControl control)
    {
        if (control.OutputLength < sizeof(uint)) return NtStatus.InvalidParameter;
        uint[] members = [.. console.Members.Select(process => process.ProcessId)];
        if (control.OutputLength >= members.Length * sizeof(uint)) return control.Answer(NtStatus.Success, MemoryMarshal.AsBytes(members.AsSpan()));
        NtStatus copied = control.Request.CopyOut(control.Output, BitConverter.GetBytes(members.Length));
        return copied.IsError ? copied : NtStatus.BufferTooSmall;
    }

    /// <summary>Ends a request with an answer of exactly this length.</summary>
    internal static NtStatus Exactly(IoControl control, ReadOnlySpan<byte> answer) =>
        control.OutputLength < answer.Length ? NtStatus.InvalidParameter : control.Answer(NtStatus.Success, answer);

    internal static NtStatus Done(IoControl control) => control.Request.Complete(NtStatus.Success, 0);
}
