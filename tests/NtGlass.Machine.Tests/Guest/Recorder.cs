using NtGlass.Abi.Events;

namespace NtGlass.Machine.Tests.Guest;

/// <summary>Writes down what a machine does, one line an event.</summary>
public sealed class Recorder : IMachineObserver
{
    public List<string> Lines { get; } = [];

    public List<(uint Number, uint[] Arguments, NtStatus Status)> Returned { get; } = [];

    public List<NtStatus> FirstChance { get; } = [];

    public void ServiceEntered(in ServiceCall call) =>
        Lines.Add($"{call.TimeNs} {call.ThreadId} > {call.Number:x} {string.Join(' ', call.Arguments.ToArray().Select(value => $"{value:x}"))}");

    public void ServiceReturned(in ServiceCall call, NtStatus status)
    {
        Lines.Add($"{call.TimeNs} {call.ThreadId} < {call.Number:x} {status}");
        Returned.Add((call.Number, call.Arguments.ToArray(), status));
    }

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance)
    {
        Lines.Add($"exception {exception.Code} at {exception.Address}, first chance: {firstChance}");
        if (firstChance) FirstChance.Add(exception.Code);
    }

    public void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size) => Lines.Add($"image {path} {imageBase} {size:x}");

    public void ThreadCreated(uint processId, uint threadId, GuestAddress startAddress) => Lines.Add($"thread {threadId} {startAddress}");

    public void ProcessExited(uint processId, NtStatus status) => Lines.Add($"exit {processId} {status}");
}
