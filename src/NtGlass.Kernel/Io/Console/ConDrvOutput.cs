using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The control codes of a screen buffer.</summary>
static class ConDrvOutput
{
    const int FillSize = 24, TransferSize = 16, ScrollSize = 24, CellSize = 4;

    /// <inheritdoc cref="ConDrvControls.Run" path="/returns"/>
    public static NtStatus Run(ConsoleScreen screen, IoControl control, byte[] input)
    {
        switch (control.Code)
        {
            case ConDrvControls.GetMode:
                return ConDrvInput.Exactly(control, BitConverter.GetBytes((uint)screen.Buffer.Mode));
            case ConDrvControls.SetMode:
                if (input.Length != sizeof(uint)) return NtStatus.InvalidParameter;
                screen.Buffer.Mode = (OutputModes)BitConverter.ToUInt32(input);
                return ConDrvInput.Done(control);
            case ConDrvControls.WriteConsole:
                if (input.Length % 2 != 0) return NtStatus.InvalidParameter;
                screen.Write(MemoryMarshal.Cast<byte, char>(input));
                return ConDrvInput.Done(control);
            case ConDrvControls.WriteFile:
                screen.Write(input);
                return control.Request.Complete(NtStatus.Success, (uint)input.Length);
            case ConDrvControls.GetOutputInfo:
                return control.OutputLength < ScreenInfo.Size ? NtStatus.InvalidParameter : control.Answer(NtStatus.Success, ScreenInfo.Of(screen.Buffer));
            case ConDrvControls.SetOutputInfo:
                NtStatus set = ScreenInfo.Set(screen, input);
                return set.IsError ? set : ConDrvInput.Done(control);
            case ConDrvControls.Activate:
                screen.Console.Activate(screen);
                return ConDrvInput.Done(control);
            case ConDrvControls.FillOutput:
                return Fill(screen, control, input);
            case ConDrvControls.ReadOutput:
                return Read(screen.Buffer, control, input);
            case ConDrvControls.WriteOutput:
                return Write(screen, control, input);
            case ConDrvControls.Scroll:
                return Scroll(screen, control, input);
            default:
                return NtStatus.InvalidHandle;
        }
    }

    static NtStatus Fill(ConsoleScreen screen, IoControl control, byte[] input)
    {
        if (input.Length != FillSize || control.OutputLength is not (0 or sizeof(uint))) return NtStatus.InvalidParameter;
        ReadOnlySpan<int> fields = MemoryMarshal.Cast<byte, int>(input);
        if ((uint)fields[2] > (uint)ScreenTransfer.Part.Both) return NtStatus.InvalidParameter;
        int filled = ScreenTransfer.Fill(
            screen.Buffer, fields[0], fields[1], fields[3], fields[4] != 0, (ScreenTransfer.Part)fields[2], CellAt(input, 20));
        screen.Refresh();
        return control.Answer(NtStatus.Success, BitConverter.GetBytes((uint)filled));
    }

    // A width means a rectangle, whose answer begins with what of it lies in the buffer; without one the cells go on in the next row.
    static NtStatus Read(ScreenBuffer buffer, IoControl control, byte[] input)
    {
        if (input.Length != TransferSize) return NtStatus.InvalidParameter;
        (int x, int y, ScreenTransfer.Part part, int width) = TransferOf(input);
        if (part > ScreenTransfer.Part.Both || (width != 0 && part != ScreenTransfer.Part.Both)) return NtStatus.InvalidParameter;
        if (x < 0 || y < 0 || x >= buffer.Width || y >= buffer.Height) return ConDrvInput.Done(control);
        if (width == 0) return control.Answer(NtStatus.Success, ScreenTransfer.Read(buffer, x, y, (int)Math.Min(control.OutputLength, 1 << 24), part));
        long cells = (control.OutputLength - ScreenRectangle.Size) / CellSize;
        if (control.OutputLength < ScreenRectangle.Size || width < 0) return NtStatus.InvalidParameter;
        int height = (int)Math.Min(cells / width, buffer.Height - y);
        ScreenRectangle area = new(x, y, Math.Min(buffer.Width - x, width) + x - 1, y + height - 1);
        return control.Answer(NtStatus.Success, [.. area.ToBytes(), .. ScreenTransfer.Read(buffer, area)]);
    }

    static NtStatus Write(ConsoleScreen screen, IoControl control, byte[] input)
    {
        if (input.Length < TransferSize) return NtStatus.InvalidParameter;
        (int x, int y, ScreenTransfer.Part part, int width) = TransferOf(input);
        if (part > ScreenTransfer.Part.Both || width < 0) return NtStatus.InvalidParameter;
        ReadOnlySpan<byte> given = input.AsSpan(TransferSize);
        if (width == 0)
        {
            int written = ScreenTransfer.Write(screen.Buffer, x, y, given, part);
            screen.Refresh();
            return control.Answer(NtStatus.Success, BitConverter.GetBytes((uint)written));
        }
        if (part != ScreenTransfer.Part.Both) return NtStatus.InvalidParameter;
        ScreenRectangle area = ScreenTransfer.Write(screen.Buffer, new ScreenRectangle(x, y, x + width - 1, y + given.Length / CellSize / width - 1), given);
        screen.Refresh();
        return control.Answer(NtStatus.Success, area.ToBytes());
    }

    static NtStatus Scroll(ConsoleScreen screen, IoControl control, byte[] input)
    {
        if (input.Length != ScrollSize) return NtStatus.InvalidParameter;
        int toX = BinaryPrimitives.ReadInt16LittleEndian(input.AsSpan(8)), toY = BinaryPrimitives.ReadInt16LittleEndian(input.AsSpan(10));
        ScreenTransfer.Move(screen.Buffer, ScreenRectangle.Read(input), toX, toY, ScreenRectangle.Read(input.AsSpan(12)), CellAt(input, 20));
        screen.Refresh();
        return ConDrvInput.Done(control);
    }

    static (int X, int Y, ScreenTransfer.Part Part, int Width) TransferOf(byte[] input)
    {
        ReadOnlySpan<int> fields = MemoryMarshal.Cast<byte, int>(input);
        return (fields[0], fields[1], (ScreenTransfer.Part)fields[2], fields[3]);
    }

    static ScreenCell CellAt(byte[] input, int offset) =>
        new((char)BitConverter.ToUInt16(input, offset), BitConverter.ToUInt16(input, offset + 2), default);
}
