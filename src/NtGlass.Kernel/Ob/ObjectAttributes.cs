using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>OBJECT_ATTRIBUTES as it lies in guest memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ObjectAttributes(
    uint Length, Handle RootDirectory, GuestAddress ObjectName, uint Attributes, GuestAddress SecurityDescriptor, GuestAddress SecurityQualityOfService)
{
    public const uint Size = 0x18;
}

/// <summary>UNICODE_STRING as it lies in guest memory; lengths in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct UnicodeString(ushort Length, ushort MaximumLength, GuestAddress Buffer);

/// <summary>A caller's OBJECT_ATTRIBUTES, read once and checked.</summary>
public sealed record CapturedAttributes(Handle RootDirectory, string Name, uint Attributes, GuestAddress SecurityDescriptor)
{
    /// <summary>What a zero pointer stands for.</summary>
    public static CapturedAttributes None { get; } = new(default, "", 0, GuestAddress.Null);

    public bool HasName => Name.Length > 0;

    public bool Has(uint flag) => (Attributes & flag) != 0;

    /// <summary>Reads a caller's OBJECT_ATTRIBUTES in the order in which NT looks at them.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for the length or unknown attributes, STATUS_OBJECT_NAME_INVALID for the name, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, In<ObjectAttributes> pointer, out CapturedAttributes captured)
    {
        captured = None;
        if (pointer.IsNull) return NtStatus.Success;
        UserMemory.ProbeForRead(caller, pointer.Address, ObjectAttributes.Size, alignment: 4);
        ObjectAttributes given = pointer.Read(caller);
        if (given.Length != ObjectAttributes.Size || (given.Attributes & ~ObjectAttributeFlags.ValidAttributes) != 0)
            return NtStatus.InvalidParameter;
        uint attributes = given.Attributes;
        if (caller.PreviousMode == ProcessorMode.User) attributes &= ~ObjectAttributeFlags.KernelHandle;
        string name = "";
        if (!given.ObjectName.IsNull)
        {
            NtStatus status = UnicodeStrings.Capture(caller, new In<UnicodeString>(given.ObjectName), out name);
            if (status.IsError) return status;
        }
        else if (!given.RootDirectory.IsNull)
            return NtStatus.ObjectNameInvalid;
        captured = new CapturedAttributes(given.RootDirectory, name, attributes, given.SecurityDescriptor);
        return NtStatus.Success;
    }
}
