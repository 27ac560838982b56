using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>OBJECT_INFORMATION_CLASS.</summary>
public enum ObjectInformationClass : uint
{
    Basic = 0,
    Name = 1,
    Type = 2,
    Types = 3,
    HandleFlags = 4,
}

/// <summary>The services of objects of any type.</summary>
public static class ObjectServices
{
    const int BasicSize = 0x38;

    /// <summary>Tells about the object behind a handle, or of all types of objects.</summary>
    /// <returns>STATUS_INVALID_HANDLE, STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_BUFFER_OVERFLOW for a name that does
    /// not fit, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "pool charges and sessions")]
    public static NtStatus NtQueryObject(
        KThread caller, Handle handle, ObjectInformationClass objectInformationClass, [Opt] UserBuffer objectInformation,
        uint objectInformationLength, [Opt] Out<uint> returnLength)
    {
        objectInformation.ProbeForWrite(caller, objectInformationLength, alignment: objectInformationClass == ObjectInformationClass.HandleFlags ? 1u : 4);
        returnLength.ProbeForWriteIfPresent(caller);
        var answer = new QueryAnswer(caller, objectInformation, objectInformationLength, returnLength);
        if (objectInformationClass == ObjectInformationClass.Types)
            return answer.AtLeast(ObjectTypeList.Build(caller.Kernel, objectInformation.Address));
        NtStatus status = Ob.Reference(caller, handle, 0, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            KernelObject target = reference.Object;
            return objectInformationClass switch
            {
                ObjectInformationClass.Basic => answer.Exactly(Basic(caller, handle, target, reference.GrantedAccess)),
                ObjectInformationClass.Name => QueryName(answer, target),
                ObjectInformationClass.Type => answer.AtLeast(ObjectTypeList.Entry(caller.Kernel, target.Type, objectInformation.Address)),
                ObjectInformationClass.HandleFlags => answer.Exactly(HandleFlags(caller, handle)),
                _ => NtStatus.InvalidInfoClass,
            };
        }
    }

    /// <summary>Changes inheritance and protection of a handle.</summary>
    [SystemService(Missing = "ObjectSessionInformation")]
    public static NtStatus NtSetInformationObject(
        KThread caller, Handle handle, ObjectInformationClass objectInformationClass, UserBuffer objectInformation, uint objectInformationLength)
    {
        if (objectInformationClass != ObjectInformationClass.HandleFlags) return NtStatus.InvalidInfoClass;
        if (objectInformationLength != 2) return NtStatus.InfoLengthMismatch;
        Span<byte> flags = stackalloc byte[2];
        objectInformation.Read(caller, flags);
        HandleEntry? entry = Ob.EntryOf(caller, handle);
        if (entry is null) return NtStatus.InvalidHandle;
        entry.IsInherited = flags[0] != 0;
        entry.IsProtectedFromClose = flags[1] != 0;
        return NtStatus.Success;
    }

    /// <summary>Lets a permanent object go with its last handle.</summary>
    [SystemService]
    public static NtStatus NtMakeTemporaryObject(KThread caller, Handle handle)
    {
        NtStatus status = Ob.Reference(caller, handle, AccessMask.Delete, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference) reference.Object.Header.IsPermanent = false;
        return NtStatus.Success;
    }

    /// <summary>Keeps a named object without handles.</summary>
    /// <returns>STATUS_PRIVILEGE_NOT_HELD, errors of the handle, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtMakePermanentObject(KThread caller, Handle handle)
    {
        if (!Se.HasPrivilege(caller, Privilege.CreatePermanent)) return NtStatus.PrivilegeNotHeld;
        NtStatus status = Ob.Reference(caller, handle, 0, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference) reference.Object.Header.IsPermanent = true;
        return NtStatus.Success;
    }

    /// <summary>Tells whether two handles lead to one object.</summary>
    /// <returns>STATUS_INVALID_HANDLE, STATUS_NOT_SAME_OBJECT, STATUS_SUCCESS.</returns>
    [SystemService]
    public static NtStatus NtCompareObjects(KThread caller, Handle firstObjectHandle, Handle secondObjectHandle)
    {
        NtStatus status = Ob.Reference(caller, firstObjectHandle, 0, out ObjectRef<KernelObject> first);
        if (status.IsError) return status;
        using (first)
        {
            status = Ob.Reference(caller, secondObjectHandle, 0, out ObjectRef<KernelObject> second);
            if (status.IsError) return status;
            using (second) return first.Object == second.Object ? NtStatus.Success : NtStatus.NotSameObject;
        }
    }

    static byte[] Basic(KThread caller, Handle handle, KernelObject target, uint grantedAccess)
    {
        ObjectHeader header = target.Header;
        HandleEntry? entry = Ob.EntryOf(caller, handle);
        uint attributes = (entry?.IsInherited == true ? ObjectAttributeFlags.Inherit : 0)
            | (header.IsPermanent ? ObjectAttributeFlags.Permanent : 0)
            | (header.ExclusiveProcess is not null ? ObjectAttributeFlags.Exclusive : 0);
        string name = target.QueryName();
        return new GuestRecord(BasicSize)
            .Set(0x00, attributes)
            .Set(0x04, grantedAccess)
            .Set(0x08, (uint)header.HandleCount)
            .Set(0x0C, (uint)header.PointerCount)
            .Set(0x24, name.Length == 0 ? 0 : 8 + (uint)(name.Length + 1) * 2)
            .Set(0x28, (uint)ObjectTypeList.Entry(caller.Kernel, target.Type, default).Length)
            .Bytes;
    }

    static byte[] HandleFlags(KThread caller, Handle handle)
    {
        HandleEntry? entry = Ob.EntryOf(caller, handle);
        return [Convert.ToByte(entry?.IsInherited ?? false), Convert.ToByte(entry?.IsProtectedFromClose ?? false)];
    }

    static NtStatus QueryName(QueryAnswer answer, KernelObject target)
    {
        const uint HeadSize = 8;
        if (target.NameStatus.IsError) return target.NameStatus;
        string name = target.QueryName();
        uint needed = name.Length == 0 ? HeadSize : HeadSize + (uint)(name.Length + 1) * 2;
        NtStatus status = answer.Require(needed);
        if (status.IsError) return answer.Length < HeadSize ? status : NtStatus.BufferOverflow;
        if (name.Length == 0) answer.Buffer.Write(answer.Caller, new byte[HeadSize]);
        else UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, HeadSize, name);
        return NtStatus.Success;
    }
}
