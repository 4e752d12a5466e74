# What people do with docker, one command a line, run by bash after prelude.sh in a folder of its own: on the engine's
# socket, through /docker with a header, through `pierhead connect`, and with a header where requests are asked anew: an
# admin's, and under some headings a deployer's. Each way has to say the same on each stream, in the same order, and end
# the same; anew.txt tells what the last two may say otherwise. What the engine gives in any order is sorted here.
# `@` stands for what tells the ways apart: names begin with it, and what is pruned carries it as a label.
# Lines that begin with `!` aren't run with a header: BuildKit's clients send none.

# What is there
docker version --format '{{.Server.Version}} {{.Server.APIVersion}} {{.Client.APIVersion}}'
docker info --format '{{.ServerVersion}}/{{.Driver}}/{{.OSType}}/{{.DefaultRuntime}}'
docker ps --all --filter name=@
docker plugin ls
docker node ls
docker service ls
docker swarm join-token worker
docker secret ls
docker config ls
docker inspect nobody
docker no-such-command

# A container's life
docker run --detach --init --name @web --label a=b --label @ --env X=y --publish 127.0.0.1::80 busybox sleep 1h
docker port @web 80 | sed 's/:[0-9]*$//'
docker ps --filter name=@web --format '{{.Names}}/{{.Image}}/{{.State}}'
docker ps --quiet --no-trunc --filter name=@web
docker ps --last 1 --filter label=@ --format '{{.Names}} {{.Labels}} {{.Command}}'
docker ps --all --filter label=@ --filter status=exited --size --format '{{.Names}} {{.Size}}'
docker container ls --all --filter name=@web --format json | grep --only-matching '"Names":"@web"'
docker inspect --format '{{.Name}}/{{.Config.Env}}/{{.State.Running}}' @web
docker inspect --size --type container --format '{{.SizeRw}}' @web
docker exec @web echo hello
docker exec @web sh -c 'exit 3'
docker exec @web no-such-program
docker exec --workdir /tmp --env A=b --user 65534 @web sh -c 'pwd; echo $A; id -u'
docker exec --detach @web touch /tmp/detached
printf 'typed\nlines\n' | docker exec --interactive @web cat
head --bytes 3000000 /dev/zero | docker exec --interactive @web wc -c
docker exec @web head -c 3000000 /dev/zero | wc --bytes
terminal '#' 'echo $((20+3)); exit 4\n' docker exec --interactive --tty @web sh | grep '^23'
terminal '#' 'stty size; exit\n' docker exec --interactive --tty @web sh | grep '^30 100'
docker exec --interactive --tty @web true
docker top @web -o args
docker exec @web sh -c 'echo x > /tmp/x'
docker diff @web | sort
docker stats --no-stream --format '{{.Name}}' @web
docker update --memory 64m --memory-swap 64m @web
docker inspect --format '{{.HostConfig.Memory}}' @web
docker update --restart on-failure:3 @web
docker rename @web @shop
docker pause @shop
docker pause @shop
docker exec @shop true
docker unpause @shop
docker kill --signal HUP @shop
docker restart --timeout 0 @shop
docker stop --timeout 0 @shop
docker start @shop
docker rm @shop
docker kill @shop
docker wait @shop
docker rm @shop
docker rm @shop
docker run --rm --name @once busybox echo once
printf 'through and back\n' | docker run --rm --interactive --name @once busybox cat
docker run --rm busybox sh -c 'exit 7'
docker run --rm busybox no-such-program
docker run --rm --name @once --read-only busybox touch /x
docker run --rm --memory 64m --cpus 0.5 --hostname @host --network none busybox hostname
docker run --rm no-such-image:1 2>&1 | grep --only-matching 'Unable to find image'
terminal '#' 'exit 5\n' docker run --rm --interactive --tty --name @tty busybox sh | grep --only-matching 'exit 5'
docker create --name @made --tty busybox cat
docker start @made
docker rm --force @made

# Terminals that are left and found again
docker run --detach --init --interactive --tty --name @tty busybox sh -c 'while :; do echo heard; sleep 0.1; done'
printf 'x\n' | docker attach @tty
terminal heard xy docker attach --detach-keys x,y @tty | grep --only-matching 'read escape'
docker inspect --format '{{.State.Running}}' @tty
docker rm --force @tty

# Logs and events
docker run --name @logs busybox sh -c 'echo out; echo err >&2'
docker logs @logs
docker logs --follow --since 1m --tail 2 @logs
docker logs --timestamps @logs 2>&1 | sed 's/^[^ ]* //' | sort
docker run --detach --name @long busybox sh -c 'for i in 1 2 3; do echo $i; sleep 0.2; done'
docker logs --follow @long
docker wait @long
docker start --attach @long
docker logs nobody
docker run --detach --name @many busybox seq 200000
docker wait @many; docker logs @many | md5sum
docker create --name @seen --label @ busybox true
docker start @seen; docker wait @seen
docker events --since 10m --until $(($(date +%s) + 1)) --filter container=@seen --format '{{.Action}}' | sort --unique
docker events --since 0 --until 1
docker rm @logs @long @many @seen

# Files
docker create --name @files busybox sleep 1h
printf 'from here\n' > here; docker cp --quiet here @files:/tmp/there
docker cp --quiet @files:/tmp/there back; cat back
tar --create here | docker cp - @files:/tmp
docker cp @files:/tmp/here - | tar --list
docker cp @files:/nothing - | cat
docker cp --quiet here @files:/nowhere/at/all
docker export @files | tar --list | grep --count '^bin/busybox$'
docker export @files | docker import --change 'CMD ["echo", "imported"]' - @imported
docker run --rm @imported
docker rm @files

# Images
docker images --format '{{.Repository}}:{{.Tag}}' busybox
docker images --filter reference='@*' --format '{{.Repository}}'
docker image inspect --format '{{.RepoTags}}' busybox | grep --only-matching busybox:latest
docker create --name @base busybox sleep 1h; docker commit --message done --change 'ENV A=b' @base @image:1; docker rm @base
docker history --format '{{.Comment}}' @image:1
docker tag @image:1 @image:2
docker image inspect --format '{{.RepoTags}}' @image:2
docker save @image:1 --output image.tar; tar --list --file image.tar | grep --count manifest.json
docker rmi @image:1 @image:2
docker load --input image.tar
docker load < image.tar
docker save @image:1 busybox | tar --list | grep --count repositories
docker tag @image:1 REGISTRY/@image:1
docker push --quiet REGISTRY/@image:1
docker rmi REGISTRY/@image:1
docker pull --quiet REGISTRY/@image:1
docker pull REGISTRY/@image:1 | tail --lines 2
docker pull REGISTRY/@nothing:1
docker pull nowhere.invalid/nothing:1 2>&1 | grep --only-matching 'no such host\|server misbehaving\|connection refused'
docker push @image:1 2>&1 | grep --only-matching 'no such host\|server misbehaving\|connection refused' | sort --unique
printf 'secret' | docker login --username a --password-stdin REGISTRY 2>&1 | grep Login
docker logout REGISTRY
docker run --rm --pull always --quiet REGISTRY/@image:1 sh -c 'echo $A'
docker rmi REGISTRY/@image:1 @image:1 @imported
docker rmi nothing:1

# Images that a registry had before, one for each way
docker pull --quiet REGISTRY/@pull:1
docker pull REGISTRY/@pull:1 | tail --lines 2
docker image inspect --format '{{.RepoTags}}' REGISTRY/@pull:1 | grep --only-matching 'REGISTRY/@pull:1'
docker images --format '{{.Repository}}:{{.Tag}}' --filter reference='REGISTRY/@*'
docker run --rm --pull always --quiet REGISTRY/@pull:1 cat /www/index.html
docker run --detach --name @pulled REGISTRY/@pull:1
docker ps --filter name=@pulled --format '{{.Image}} {{.Ports}}'
docker rmi REGISTRY/@pull:1
docker rm --force @pulled
docker rmi REGISTRY/@pull:1
docker run --rm --quiet REGISTRY/@pull:1 cat /www/index.html
docker rmi REGISTRY/@pull:1

# Builds, by the old builder and by BuildKit
mkdir --parents context; printf 'FROM busybox\nARG WHO=nobody\nLABEL @=1\nCOPY here /\nRUN echo $WHO @ > /who\nCMD cat /who /here\n' > context/Dockerfile; cp here context
DOCKER_BUILDKIT=0 docker build --quiet --tag @old --build-arg WHO=old context
docker run --rm @old
tar --create --directory context . | DOCKER_BUILDKIT=0 docker build --quiet --tag @old -
printf 'FROM busybox\nRUN false\n' | DOCKER_BUILDKIT=0 docker build --quiet - 2>&1 | grep --only-matching 'non-zero code: 1'
! docker build --quiet --tag @new --build-arg WHO=new context
! docker run --rm @new
! docker build --progress plain --no-cache --tag @new context 2>&1 | grep --only-matching 'exporting to image' | sort --unique
! printf 'hush' > hush; printf 'FROM busybox\nRUN --mount=type=secret,id=hush wc -c < /run/secrets/hush > /n\nCMD cat /n\n' | docker buildx build --quiet --load --tag @new --secret id=hush,src=hush - ; docker run --rm @new
! docker buildx build --quiet --output type=local,dest=out context; cat out/who
! printf 'FROM busybox\nRUN false\n' | docker build --quiet - 2>&1 | grep --only-matching 'exit code: 1' | sort --unique
! docker buildx ls --format '{{.Name}} {{.DriverEndpoint}}' | grep default
! docker buildx inspect | grep '^Driver'
docker rmi --force @old @new 2>&1 | grep --invert-match 'Untagged\|Deleted\|No such image'

# Networks and volumes
docker network create --label @ @net
docker network create @net
docker network ls --filter name=@net --format '{{.Name}}/{{.Driver}}'
docker run --detach --init --name @one --network @net --network-alias first busybox sleep 1h
docker run --rm --network @net busybox nslookup first | grep --count Address
docker network inspect --format '{{.Name}} {{range .Containers}}{{.Name}}{{end}}' @net
docker network rm @net
docker network disconnect @net @one
docker network connect --alias again @net @one
docker rm --force @one
docker network rm @net
docker network prune --force --filter label=@
docker volume create --label @ @data
docker volume ls --filter name=@data --format '{{.Name}}'
docker run --rm --volume @data:/data busybox sh -c 'echo kept > /data/x'
docker run --rm --volume @data:/data busybox cat /data/x
docker run --rm --mount type=tmpfs,destination=/t --volume "$PWD/here:/here:ro" busybox cat /here
docker volume inspect --format '{{.Name}}/{{.Driver}}' @data
docker volume rm @data
docker volume rm @data
docker volume create --label @ @data; docker volume prune --all --force --filter label=@ | sed --quiet 1,2p

# Compose
printf 'services:\n  web:\n    image: busybox\n    init: true\n    command: sh -c "echo up; sleep 1h"\n    volumes: ["kept:/kept"]\n  once:\n    image: busybox\n    command: echo once\n    depends_on: [web]\nvolumes:\n  kept:\n' > compose.yaml; docker compose --project-name @stack config --services | sort
docker compose --project-name @stack --progress quiet up --detach
docker compose --project-name @stack ps web --format '{{.Name}} {{.Service}} {{.State}}'
docker compose --project-name @stack logs --no-color --no-log-prefix | sort
docker compose ls --filter name=@stack --format json | grep --only-matching '"Name":"@stack"'
docker compose --project-name @stack exec --no-TTY web echo inside
terminal '#' 'exit 6\n' docker compose --project-name @stack exec web sh | grep --only-matching 'exit 6'
docker compose --project-name @stack run --rm --no-TTY --no-deps --quiet-pull web echo ran 2> /dev/null
docker compose --project-name @stack --progress quiet up --detach --scale web=2; docker compose --project-name @stack ps --quiet web | wc --lines
docker compose --project-name @stack --progress quiet restart --timeout 0 web
docker compose --project-name @stack top | grep --count 'sleep 1h'
docker compose --project-name @stack --progress quiet stop --timeout 0
docker compose --project-name @stack images --format json | grep --only-matching '"Repository":"busybox"' | sort --unique
docker compose --project-name @stack --progress quiet down --timeout 0 --volumes
docker compose --project-name @stack ps --all --quiet
! printf 'services:\n  web:\n    build: context\n    image: @composed\n' > compose.yaml; docker compose --project-name @stack --progress quiet up --detach --build; docker wait @stack-web-1; docker compose --project-name @stack logs --no-color; docker compose --project-name @stack --progress quiet down --rmi all

# Contexts
docker context create @ctx --docker "host=$DOCKER_HOST${DOCKER_CERT_PATH:+,ca=$DOCKER_CERT_PATH/ca.pem}"
docker context ls --format '{{.Name}}' | grep @
env --unset DOCKER_HOST docker --context @ctx version --format '{{.Server.Version}}'
docker context use @ctx > /dev/null 2>&1; env --unset DOCKER_HOST docker run --rm busybox echo by context
docker context use default > /dev/null 2>&1; docker context rm @ctx

# What is over
docker system df --format '{{.Type}}'
docker create --label @ --name @left busybox true; docker container prune --force --filter label=@ | tail --lines 1
docker image prune --force --filter label=none
! docker builder prune --force --filter until=100h | tail --lines 1
docker network create --label @ @net; docker system prune --force --filter label=@ | grep --invert-match '^ID$' | sed --quiet 1,2p
docker ps --all --quiet --filter name=@
