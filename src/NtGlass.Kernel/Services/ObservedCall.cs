using NtGlass.Abi;
using NtGlass.Abi.Events;

namespace NtGlass.Kernel;

/// <summary>A system call that an observer has seen begin.</summary>
sealed class ObservedCall(NtKernel kernel, KThread caller, uint number, long sequence, uint[] arguments, bool isImplemented)
{
    readonly GuestAddress trapFrame = caller.TrapFrame;

    public ServiceCall Describe() => new()
    {
        Sequence = sequence,
        TimeNs = kernel.Host.Clock.NowNs,
        ProcessId = caller.Process.ProcessId,
        ThreadId = caller.ThreadId,
        Number = number,
        Arguments = arguments,
        Memory = caller.Process.Space,
        TrapFrame = trapFrame,
        IsImplemented = isImplemented,
        NameOfHandle = handle => Ob.EntryOf(caller, new Handle(handle))?.Object is KeyObject { Node.IsDeleted: false } key ? key.Node.Path : null,
    };

    public void Return(NtStatus status)
    {
        caller.ObservedCall = null;
        kernel.Observer?.ServiceReturned(Describe(), status);
    }
}
