using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Cli.Sessions;

/// <summary>Hands every event to several observers, in the order in which they were added.</summary>
sealed class ObserverGroup : IMachineObserver
{
    readonly List<IMachineObserver> members = [];

    public bool SeesServices { get; private set; }

    public void Add(IMachineObserver member)
    {
        members.Add(member);
        SeesServices |= member.SeesServices;
    }

    public void ServiceEntered(in ServiceCall call)
    {
        foreach (IMachineObserver member in members) member.ServiceEntered(call);
    }

    public void ServiceReturned(in ServiceCall call, NtStatus status)
    {
        foreach (IMachineObserver member in members) member.ServiceReturned(call, status);
    }

    public void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance)
    {
        foreach (IMachineObserver member in members) member.ExceptionDispatched(processId, threadId, exception, firstChance);
    }

    public void ProcessCreated(uint processId, string imageName) => Each(member => member.ProcessCreated(processId, imageName));

    public void ProcessExited(uint processId, NtStatus status) => Each(member => member.ProcessExited(processId, status));

    public void ThreadCreated(uint processId, uint threadId, GuestAddress startAddress) =>
        Each(member => member.ThreadCreated(processId, threadId, startAddress));

    public void ThreadExited(uint processId, uint threadId, NtStatus status) => Each(member => member.ThreadExited(processId, threadId, status));

    public void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size) =>
        Each(member => member.ImageMapped(processId, path, imageBase, size));

    public void ImageUnmapped(uint processId, GuestAddress imageBase) => Each(member => member.ImageUnmapped(processId, imageBase));

    public void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) =>
        Each(member => member.HardError(processId, status, parameters));

    public void DebugPrint(uint processId, string text) => Each(member => member.DebugPrint(processId, text));

    public void NetworkAttempted(uint processId, string attempt) => Each(member => member.NetworkAttempted(processId, attempt));

    void Each(Action<IMachineObserver> tell)
    {
        foreach (IMachineObserver member in members) tell(member);
    }
}
