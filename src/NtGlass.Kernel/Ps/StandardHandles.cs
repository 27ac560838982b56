using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PS_STD_HANDLE_INFO: which standard handles a child gets copies of.</summary>
/// <param name="Subsystem">The subsystem for whose programs alone PsRequestDuplicate copies.</param>
public readonly record struct StdHandleInfo(uint Flags, uint Subsystem)
{
    public const uint Size = 8;

    const uint NeverDuplicate = 0, RequestDuplicate = 1;

    /// <summary>What a caller means that says nothing: Wine's callers leave this to the kernel.</summary>
    public static StdHandleInfo AlwaysDuplicate => new(2, 0);

    public bool Copies(int handle, uint subsystem) =>
        (Flags & 3) != NeverDuplicate && ((Flags & 3) != RequestDuplicate || Subsystem == subsystem) && (Flags >> (1 + handle) & 1) == 0;
}

/// <summary>Gives a child the console and the standard handles that its parameters name.</summary>
static class StandardHandles
{
    /// <summary>Values from here up stand for a console to be made, or for none: they are no handles.</summary>
    const uint FirstPseudo = 0xFFFFFFF0;

    const int Console = 0, Error = 3;

    /// <summary>Copies what the child has not inherited and writes the new values into the parameters.</summary>
    /// <returns>Errors of making a handle, STATUS_SUCCESS.</returns>
    public static NtStatus Give(EProcess parent, EProcess child, ProcessParameters parameters, StdHandleInfo info, bool inheritsAll)
    {
        for (int index = Console; index <= Error; index++)
        {
            var handle = new Handle(parameters[index]);
            bool copies = index == Console || (!inheritsAll && info.Copies(index, child.PebFields.ImageSubsystem));
            if (!copies || handle.Value >= FirstPseudo || parent.Handles.Find(handle) is not { } entry) continue;
            if (child.Handles.Find(handle)?.Object == entry.Object) continue;
            NtStatus status = Ob.CreateHandle(child, entry.Object, entry.GrantedAccess, ObjectAttributeFlags.Inherit, out Handle copy);
            if (status.IsError) return status;
            parameters[index] = copy.Value;
        }
        return NtStatus.Success;
    }
}
