using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The first win32k call of a thread: a large kernel stack and the shadow service table.</summary>
static class GuiThread
{
    const int LargeStackPages = 15;

    /// <returns>STATUS_INVALID_PARAMETER from kernel mode, STATUS_ALREADY_WIN32, STATUS_SUCCESS.</returns>
    public static NtStatus Convert(KThread thread)
    {
        if (thread.PreviousMode == ProcessorMode.Kernel) return NtStatus.InvalidParameter;
        IMachine machine = thread.Kernel.Machine;
        EThreadStruct fields = thread.Struct;
        if (fields.ServiceTable != machine.Symbol("nt!KeServiceDescriptorTable")) return NtStatus.AlreadyWin32;
        if (!fields.LargeStack) GrowStack(thread, fields);
        fields.ServiceTable = machine.Symbol("nt!KeServiceDescriptorTableShadow");
        return NtStatus.Success;
    }

    static void GrowStack(KThread thread, EThreadStruct fields)
    {
        SystemMemory memory = thread.Kernel.SystemMemory;
        (GuestAddress oldBase, GuestAddress oldLimit) = (fields.StackBase, fields.StackLimit);
        GuestAddress stack = memory.AllocateKernelStack(LargeStackPages);
        thread.Kernel.Machine.SwitchKernelStack(thread, stack, stack - LargeStackPages * GuestAddress.PageSize);
        fields.LargeStack = true;
        memory.FreeKernelStack(oldBase, (int)((oldBase - oldLimit) / GuestAddress.PageSize));
    }
}
