using System.Runtime.InteropServices;
using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The structure condrv_output_info: 18 shorts and a table of 16 colours, behind which the font's name may stand.</summary>
static class ScreenInfo
{
    /// <summary>The structure's size.</summary>
    public const int Size = Shorts * 2 + 64;

    const int Shorts = 18;
    const int CursorSize = 0, CursorVisible = 1, CursorX = 2, CursorY = 3, Width = 4, Height = 5, Attributes = 6, PopupAttributes = 7,
        WindowLeft = 8, MaximumWidth = 12, MaximumHeight = 13;

    const uint SetsCursorShape = 1, SetsCursor = 2, SetsSize = 4, SetsAttributes = 8, SetsWindow = 0x10, SetsMaximum = 0x20, SetsPopup = 0x40;

    /// <summary>Nobody sees the font; this is what a console usually has: FF_MODERN, TMPF_TRUETYPE and TMPF_VECTOR.</summary>
    const ushort ModernVector = 0x36;

    static readonly uint[] Colours =
    [
        0x0C0C0C, 0xDA3700, 0x0EA113, 0xDD963A, 0x1F0FC5, 0x981788, 0x009CC1, 0xCCCCCC,
        0x767676, 0xFF783B, 0x0CC616, 0xD6D661, 0x5648E7, 0x9E00B4, 0xA5F1F9, 0xF2F2F2,
    ];

    /// <summary>What a screen buffer is like.</summary>
    public static byte[] Of(ScreenBuffer buffer)
    {
        ScreenRectangle window = buffer.Window;
        Span<short> shorts =
        [
            (short)buffer.CursorSize, (short)(buffer.IsCursorVisible ? 1 : 0), (short)buffer.CursorX, (short)buffer.CursorY,
            (short)buffer.Width, (short)buffer.Height, (short)buffer.Attributes, (short)buffer.PopupAttributes,
            (short)window.Left, (short)window.Top, (short)window.Right, (short)window.Bottom,
            (short)buffer.MaximumWidth, (short)buffer.MaximumHeight, 8, 16, 400, (short)ModernVector,
        ];
        return [.. MemoryMarshal.AsBytes(shorts), .. MemoryMarshal.AsBytes(Colours.AsSpan()), .. Encoding.Unicode.GetBytes("Consolas")];
    }

    /// <summary>Changes what a mask names.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public static NtStatus Set(ConsoleScreen screen, byte[] input)
    {
        if (input.Length < sizeof(uint) + Size) return NtStatus.InvalidParameter;
        uint mask = BitConverter.ToUInt32(input);
        ReadOnlySpan<short> fields = MemoryMarshal.Cast<byte, short>(input.AsSpan(sizeof(uint)))[..Shorts];
        ScreenBuffer buffer = screen.Buffer;
        if ((mask & SetsCursorShape) != 0)
        {
            if (fields[CursorSize] is < 1 or > 100) return NtStatus.InvalidParameter;
            (buffer.CursorSize, buffer.IsCursorVisible) = (fields[CursorSize], fields[CursorVisible] != 0);
        }
        NtStatus status = (mask & SetsSize) != 0 ? Resize(buffer, fields[Width], fields[Height]) : NtStatus.Success;
        if (status.IsSuccess && (mask & SetsCursor) != 0) status = PlaceCursor(screen, fields[CursorX], fields[CursorY]);
        if (!status.IsSuccess) return status;
        if ((mask & SetsAttributes) != 0) (buffer.Attributes, buffer.Style) = ((ushort)fields[Attributes], default);
        if ((mask & SetsPopup) != 0) buffer.PopupAttributes = (ushort)fields[PopupAttributes];
        if ((mask & SetsMaximum) != 0) status = SetMaximum(buffer, fields[MaximumWidth], fields[MaximumHeight]);
        if (status.IsSuccess && (mask & SetsWindow) != 0) status = buffer.SetWindow(ScreenRectangle.Read(MemoryMarshal.AsBytes(fields[WindowLeft..])));
        screen.Refresh();
        return status;
    }

    // A buffer is never smaller than its window.
    static NtStatus Resize(ScreenBuffer buffer, int width, int height) =>
        width < buffer.Window.Width || height < buffer.Window.Height ? NtStatus.InvalidParameter : buffer.Resize(width, height);

    static NtStatus PlaceCursor(ConsoleScreen screen, int x, int y)
    {
        ScreenBuffer buffer = screen.Buffer;
        if (x < 0 || y < 0 || x >= buffer.Width || y >= buffer.Height) return NtStatus.InvalidParameter;
        (buffer.CursorX, buffer.CursorY) = (x, y);
        screen.Writer.IsWrapDue = false;
        buffer.ShowCursor();
        return NtStatus.Success;
    }

    static NtStatus SetMaximum(ScreenBuffer buffer, int width, int height)
    {
        if (width <= 0 || height <= 0) return NtStatus.InvalidParameter;
        (buffer.MaximumWidth, buffer.MaximumHeight) = (width, height);
        return NtStatus.Success;
    }
}
