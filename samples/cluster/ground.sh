# The ground the scripts of a cluster on one machine stand on: PostgreSQL, a receiving SMTP server and nodes, all on loopback and in a
# temporary folder, ended together. Sourced, after root is set; the caller decides what happens on it.

folder=$(mktemp -d "${TMPDIR:-/tmp}/actormail-cluster.XXXXXX")
readonly folder
declare -A pids=()   # what this script started, by name
declare -A doors=()  # the HTTP address of each node

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# Starts one in a session of its own, so that Ctrl-C reaches this script alone, which then ends everything in order.
background() {
  local name=$1
  shift
  setsid "$@" >>"$folder/$name.log" 2>&1 &
  pids[$name]=$!
  disown
}

# Ends one process of ours: the signal, then KILL for what does not heed it.
end() {
  local pid=${pids[$1]:-} signal=$2 tries
  unset "pids[$1]"
  if [[ -z $pid ]] || ! kill -s "$signal" "$pid" 2>/dev/null; then return 0; fi
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -s KILL "$pid" 2>/dev/null || true
}

clean_up() {
  local code=$? name
  trap - EXIT
  trap '' INT TERM
  # Nodes before what they stand on. PostgreSQL takes TERM as "when everybody has gone", INT as "now, in order".
  for name in "${!pids[@]}"; do if [[ $name == node-* ]]; then end "$name" TERM; fi; done
  end sink TERM
  end postgres INT
  if ((code == 0)); then
    rm -rf "$folder"
  elif [[ -d $folder ]]; then
    echo "what was written is kept in $folder" >&2
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need() { PATH="$PATH:/usr/sbin" command -v "$1" || fail "$1 is missing (Debian: apt install $2)"; }

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

await() { # what, seconds, command...
  local what=$1 tries=$(($2 * 10))
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || fail "$what was not ready in time; see $folder"
    if [[ -n ${pids[$what]:-} ]] && ! kill -0 "${pids[$what]}" 2>/dev/null; then
      fail "$what ended: $(tail -n 3 "$folder/$what.log")"
    fi
    sleep 0.1
  done
}

start_postgres() {
  local bin as_server=() data=$folder/postgres/data
  bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort --version-sort | tail -n 1)
  [[ -n $bin ]] || bin=$(dirname "$(command -v initdb || echo /none)")
  [[ -x $bin/initdb ]] || fail "PostgreSQL is missing (Debian: apt install postgresql)"
  psql=$bin/psql pg_port=$(free_port)
  mkdir "$folder/postgres"
  if ((EUID == 0)); then # which the server refuses to run as
    as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
    chmod 711 "$folder"
    chown postgres: "$folder/postgres"
  fi
  cd "$folder/postgres"
  "${as_server[@]}" "$bin/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C --pgdata="$data" \
    >"$folder/postgres.log" 2>&1 || fail "initdb failed; see $folder/postgres.log"
  background postgres "${as_server[@]}" "$bin/postgres" -D "$data" -c listen_addresses=127.0.0.1 -c port="$pg_port" \
    -c unix_socket_directories="$folder/postgres"
  cd "$root"
  await postgres 60 sql postgres 'select 1'
  sql postgres 'create database actormail' >/dev/null
}

sql() { # database, statement
  "$psql" --no-psqlrc --quiet --tuples-only --no-align --host=127.0.0.1 --port="$pg_port" --username=postgres \
    --dbname="$1" --command="$2"
}

# smtp-sink writes every message it took to its end into files of one second each; one cut off in the middle leaves no trace.
start_sink() {
  local sink as_root=()
  sink=$(need smtp-sink postfix)
  sink_port=$(free_port)
  ((EUID)) || as_root=(-u root)
  mkdir "$folder/mails"
  background sink "$sink" "${as_root[@]}" -D "$folder/mails/%H%M%S." "127.0.0.1:$sink_port" 256
}

start_node() {
  local name=$1 door
  door=http://127.0.0.1:$(free_port)
  doors[$name]=$door
  ASPNETCORE_URLS=$door \
  ActorMail__DataDirectory="$folder/$name" \
  ActorMail__Database__Provider=postgresql \
  ActorMail__Database__ConnectionString="Host=127.0.0.1;Port=$pg_port;Username=postgres;Database=actormail" \
  ActorMail__Cluster__Enabled=true \
  ActorMail__Cluster__Hostname=127.0.0.1 \
  ActorMail__Cluster__Port="$(free_port)" \
  ActorMail__From='The Harbour Log <news@example.org>' \
  ActorMail__PublicUrl=http://127.0.0.1:5080 \
  ActorMail__Relays__0__Name=sink \
  ActorMail__Relays__0__Host=127.0.0.1 \
  ActorMail__Relays__0__Port="$sink_port" \
  ActorMail__Relays__0__Security=none \
    background "$name" "$node"
}

ask() { curl --silent --fail --max-time 5 "$@"; }
cluster() { ask "${doors[$1]}/api/cluster" | jq -e "$2"; }
mail() { "$cli" --url "${doors[node-1]}" "$@"; }
post() { ask "${doors[node-1]}/api/posts/$id" | jq -r "$1"; }

readonly configuration=${CONFIGURATION:-Release}
readonly node=$root/artifacts/bin/ActorMail.Node/${configuration,,}/ActorMail.Node cli=$root/artifacts/bin/ActorMail.Cli/${configuration,,}/actormail
readonly built=$root/artifacts/sample-cluster.${configuration,,}.built # touched by a build; whatever is newer is not in it

is_built() {
  [[ -x $node && -x $cli && -e $built ]] || return 1
  [[ -z $(find "$root"/{src,hocon,Directory.*} -newer "$built" -type f -print -quit) ]]
}

build() {
  local project now=$folder/build.began
  touch "$now"
  for project in ActorMail.Node ActorMail.Cli; do
    dotnet build "$root/src/$project" --configuration "$configuration" --verbosity quiet --nologo >"$folder/build.log" 2>&1 \
      || fail "the build failed: $(tail -n 5 "$folder/build.log")"
  done
  touch --reference="$now" "$built"
}
