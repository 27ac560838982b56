namespace NtGlass.Abi.Events;

/// <summary>Sees what a machine does. Every method is called on the machine's own thread and may read guest memory.</summary>
public interface IMachineObserver
{
    /// <summary>False spares the kernel the description of each system call.</summary>
    bool SeesServices => true;

    void ServiceEntered(in ServiceCall call) { }

    /// <summary>The service is done; for a call that never returns (a thread that ends) it is not called.</summary>
    void ServiceReturned(in ServiceCall call, NtStatus status) { }

    void ProcessCreated(uint processId, string imageName) { }
    void ProcessExited(uint processId, NtStatus status) { }
    void ThreadCreated(uint processId, uint threadId, GuestAddress startAddress) { }
    void ThreadExited(uint processId, uint threadId, NtStatus status) { }

    /// <summary>An image section was mapped; <paramref name="path"/> is the guest's own name for the file.</summary>
    void ImageMapped(uint processId, string path, GuestAddress imageBase, uint size) { }
    void ImageUnmapped(uint processId, GuestAddress imageBase) { }

    /// <summary>An exception was dispatched to user mode, or found no handler (<paramref name="firstChance"/> false).</summary>
    void ExceptionDispatched(uint processId, uint threadId, in ExceptionEvent exception, bool firstChance) { }

    /// <summary>NtRaiseHardError: a message for the user, as a missing DLL.</summary>
    void HardError(uint processId, NtStatus status, IReadOnlyList<string> parameters) { }

    /// <summary>A process wanted to reach somebody outside the machine, and what came of it, in words.</summary>
    void NetworkAttempted(uint processId, string attempt) { }

    /// <summary>Text from DbgPrint or OutputDebugString.</summary>
    void DebugPrint(uint processId, string text) { }
}
