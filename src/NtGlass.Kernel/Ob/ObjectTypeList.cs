using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>OBJECT_TYPE_INFORMATION and OBJECT_TYPES_INFORMATION.</summary>
static class ObjectTypeList
{
    const int TypeSize = 0x60;

    /// <param name="kernel">Whose objects are counted.</param>
    /// <param name="target">Where the caller wants the list: the names' pointers refer to it.</param>
    public static byte[] Build(NtKernel kernel, GuestAddress target)
    {
        var list = new List<byte>(BitConverter.GetBytes(ObjectTypes.All.Count));
        foreach (ObjectType type in ObjectTypes.All.OrderBy(type => type.Index)) list.AddRange(Entry(kernel, type, target + (uint)list.Count));
        return [.. list];
    }

    /// <summary>One type with its name behind it, up to a multiple of four bytes.</summary>
    public static byte[] Entry(NtKernel kernel, ObjectType type, GuestAddress target)
    {
        (int objects, int handles) = Count(kernel, type);
        int nameBytes = type.Name.Length * 2, size = (TypeSize + nameBytes + 2 + 3) & ~3;
        return new GuestRecord(size)
            .Set(0x00, (ushort)nameBytes).Set(0x02, (ushort)(nameBytes + 2)).Set(0x04, (target + TypeSize).Value)
            .Set(0x08, (uint)objects).Set(0x0C, (uint)handles)
            .Set(0x20, (uint)objects).Set(0x24, (uint)handles)
            .Set(0x3C, type.Mapping.Read).Set(0x40, type.Mapping.Write).Set(0x44, type.Mapping.Execute).Set(0x48, type.Mapping.All)
            .Set(0x4C, type.ValidAccess)
            .Set(0x52, (byte)type.Index)
            .Set(TypeSize, MemoryMarshal.AsBytes(type.Name.AsSpan()))
            .Bytes;
    }

    static (int Objects, int Handles) Count(NtKernel kernel, ObjectType type)
    {
        KernelObject[] behindHandles =
            [.. kernel.Processes.All.SelectMany(process => process.Handles.All).Select(pair => pair.Entry.Object).Where(target => target.Type == type)];
        return (behindHandles.Distinct().Count(), behindHandles.Length);
    }
}
