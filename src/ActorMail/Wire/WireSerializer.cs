using Akka.Actor;
using Akka.Serialization;

namespace ActorMail.Wire;

/// <summary>Writes and reads what nodes say to each other. Made by Akka.NET, by its name in hocon/cluster.hocon.</summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Never to be changed: other versions know it by this number.</summary>
    public override int Identifier => 471101;

    public override string Manifest(object o) => WireForms.Known.Of(o).Manifest;

    public override byte[] ToBinary(object obj) => WireForms.Known.Of(obj).Write!(obj);

    public override object FromBinary(byte[] bytes, string manifest) => WireForms.Known.Named(manifest).Read(bytes);
}
