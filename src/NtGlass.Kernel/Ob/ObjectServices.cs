using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>OBJECT_INFORMATION_CLASS.</summary>
public enum ObjectInformationClass : uint
{
    Basic = 0,
    Name = 1,
    Type = 2,
    HandleFlags = 4,
}

/// <summary>The services of objects of any type.</summary>
public static class ObjectServices
{
    const int BasicSize = 0x38;
    const int TypeSize = 0x60;

    /// <summary>Tells about the object behind a handle.</summary>
    [SystemService]
    public static NtStatus NtQueryObject(
        KThread caller, Handle handle, ObjectInformationClass objectInformationClass, [Opt] UserBuffer objectInformation,
        uint objectInformationLength, [Opt] Out<uint> returnLength)
    {
        objectInformation.ProbeForWrite(caller, objectInformationLength, alignment: objectInformationClass == ObjectInformationClass.HandleFlags ? 1u : 4);
        returnLength.ProbeForWriteIfPresent(caller);
        NtStatus status = Ob.Reference(caller, handle, 0, out ObjectRef<KernelObject> reference);
        if (status.IsError) return status;
        using (reference)
        {
            var answer = new QueryAnswer(caller, objectInformation, objectInformationLength, returnLength);
            KernelObject target = reference.Object;
            return objectInformationClass switch
            {
                ObjectInformationClass.Basic => answer.Exactly(Basic(caller, handle, target, reference.GrantedAccess)),
                ObjectInformationClass.Name => QueryName(answer, target),
                ObjectInformationClass.Type => QueryType(answer, target.Type),
                ObjectInformationClass.HandleFlags => answer.Exactly(HandleFlags(caller, handle)),
                _ => NtStatus.InvalidInfoClass,
            };
        }
    }

    /// <summary>Changes inheritance and protection of a handle.</summary>
    [SystemService]
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
    [SystemService]
    public static NtStatus NtMakePermanentObject(KThread caller, Handle handle) => NtStatus.PrivilegeNotHeld;

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
            .Set(0x28, TypeSize + (uint)(target.Type.Name.Length + 1) * 2)
            .Bytes;
    }

    static byte[] HandleFlags(KThread caller, Handle handle)
    {
        HandleEntry? entry = Ob.EntryOf(caller, handle);
        return [Convert.ToByte(entry?.IsInherited ?? false), Convert.ToByte(entry?.IsProtectedFromClose ?? false)];
    }

    static NtStatus QueryName(QueryAnswer answer, KernelObject target)
    {
        if (target.NameStatus.IsError) return target.NameStatus;
        string name = target.QueryName();
        uint needed = name.Length == 0 ? 8 : 8 + (uint)(name.Length + 1) * 2;
        NtStatus status = answer.Require(needed);
        if (status.IsError) return status;
        if (name.Length == 0) answer.Buffer.Write(answer.Caller, new byte[8]);
        else UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, 8, name);
        return NtStatus.Success;
    }

    static NtStatus QueryType(QueryAnswer answer, ObjectType type)
    {
        NtStatus status = answer.Require(TypeSize + (uint)(type.Name.Length + 1) * 2);
        if (status.IsError) return status;
        byte[] fields = new GuestRecord(TypeSize)
            .Set(0x2C, type.Mapping.Read)
            .Set(0x30, type.Mapping.Write)
            .Set(0x34, type.Mapping.Execute)
            .Set(0x38, type.Mapping.All)
            .Set(0x3C, type.ValidAccess)
            .Bytes;
        answer.Buffer.Write(answer.Caller, fields);
        UnicodeStrings.WriteInline(answer.Caller, answer.Buffer.Address, TypeSize, type.Name);
        return NtStatus.Success;
    }
}
