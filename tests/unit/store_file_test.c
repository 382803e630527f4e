/* store/file: uploaded files by their content. */
#include "store_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "store/file.h"

static int files_in(const char *folder)
{
	char command[128];
	FILE *p;
	int n = -1;

	snprintf(command, sizeof(command), "find %s -type f | wc -l", folder);
	p = popen(command, "r");
	assert_non_null(p);
	assert_int_equal(fscanf(p, "%d", &n), 1);
	pclose(p);
	return n;
}

static const char *folder_of(struct fixture *f)
{
	return arena_printf(&f->arena, "%s/files", f->dir);
}

static void spoil(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* The name is the SHA-256 of the content, the same content twice is one file, and nothing is left beside. */
static void by_content(void **state)
{
	char digest[DIGEST_SIZE], again[DIGEST_SIZE];
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_int_equal(store_file_put(f.store, "abc", 3, digest, &f.fault), OK);
	assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(store_file_path(f.store, &f.arena, digest),
		arena_printf(&f.arena, "%s/files/ba/%s", f.dir, digest));
	assert_int_equal(store_file_put(f.store, "abc", 3, again, &f.fault), OK);
	assert_string_equal(digest, again);
	assert_int_equal(files_in(folder_of(&f)), 1);
	assert_int_equal(store_file_look(f.store, &f.arena, digest, 3), OK);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), OK);
	assert_int_equal(store_file_put(f.store, "", 0, digest, &f.fault), OK);
	assert_int_equal(store_file_look(f.store, &f.arena, digest, 0), OK);
	fixture_close(&f);
}

/* A file that is missing, cut or changed is noticed, and uploading it again heals it. */
static void damaged(void **state)
{
	char digest[DIGEST_SIZE];
	struct fixture f;
	const char *path;

	(void)state;
	fixture_open(&f);
	assert_int_equal(store_file_put(f.store, "abc", 3, digest, &f.fault), OK);
	path = store_file_path(f.store, &f.arena, digest);
	spoil(path, "abd");
	assert_int_equal(store_file_look(f.store, &f.arena, digest, 3), OK);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), ERR_CONFLICT);
	spoil(path, "ab");
	assert_int_equal(store_file_look(f.store, &f.arena, digest, 3), ERR_NOT_FOUND);
	assert_int_equal(store_file_put(f.store, "abc", 3, digest, &f.fault), OK);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), OK);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(store_file_look(f.store, &f.arena, digest, 3), ERR_NOT_FOUND);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), ERR_NOT_FOUND);
	fixture_close(&f);
}

/* When there is no room for a file the caller is told, and neither the name nor a rest is there. */
static void cannot_write(void **state)
{
	struct rlimit all, small = {1000, 1000};
	char digest[DIGEST_SIZE], *big = calloc(1, 5000);
	struct fixture f;
	enum err err;

	(void)state;
	fixture_open(&f);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	small.rlim_max = all.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	err = store_file_put(f.store, big, 5000, digest, &f.fault);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(err, ERR_FULL);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), ERR_NOT_FOUND);
	assert_int_equal(files_in(folder_of(&f)), 0);
	free(big);
	fixture_close(&f);
}

/* What an interrupted upload left behind is removed, and nothing else. */
static void tidy(void **state)
{
	char digest[DIGEST_SIZE];
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_int_equal(store_file_put(f.store, "abc", 3, digest, &f.fault), OK);
	spoil(arena_printf(&f.arena, "%s/files/upload-a1b2c3", f.dir), "rest");
	assert_int_equal(files_in(folder_of(&f)), 2);
	store_file_tidy(f.store);
	assert_int_equal(files_in(folder_of(&f)), 1);
	assert_int_equal(store_file_verify(f.store, &f.arena, digest), OK);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_content),
		cmocka_unit_test(damaged),
		cmocka_unit_test(cannot_write),
		cmocka_unit_test(tidy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
