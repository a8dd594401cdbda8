using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorMail.Wire;

/// <summary>
/// Stands where Akka.NET's Newtonsoft serializer was: that one makes any type its bytes name, so nothing of the kind is written or
/// read between nodes. Made by Akka.NET, by its name in hocon/cluster.hocon.
/// </summary>
internal sealed class RejectingSerializer : Serializer
{
    public RejectingSerializer(ExtendedActorSystem system) : base(system) { }

    /// <summary>Akka.NET has settings for the serializer that was here and gives them to this one.</summary>
    public RejectingSerializer(ExtendedActorSystem system, Config settings) : base(system) => _ = settings;

    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType()} is not to be said between nodes: it has no serializer of its own.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("A message written by Newtonsoft.Json was refused.");
}
