using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Cli.Sessions;

/// <summary>What happened while the debugger's target ran, in the Windows debugger's words.</summary>
sealed class NoticeList : IMachineObserver
{
    readonly List<string> lines = [];

    public bool SeesServices => false;

    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. lines];
        lines.Clear();
        return taken;
    }

    public void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size) =>
        lines.Add($"ModLoad: {imageBase} {imageBase + size}   {path}");

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance) =>
        lines.Add($"({processId:x}.{threadId:x}): {exception.Code} - code {exception.Code.Code:x8} at {exception.Address} ({(firstChance ? "first chance" : "!!! second chance !!!")})");

    public void DebugPrint(uint processId, string text) => lines.Add(text.TrimEnd('\r', '\n'));

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) =>
        lines.Add($"Hard error {status}: {string.Join(", ", parameters)}");
}
